package otus.server.http.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import otus.server.api.Answer;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.RequestLimits;
import otus.server.http.connection.Timeouts.Expired;
import otus.server.http.connection.Timeouts.WaitingOn;
import otus.server.http.exchange.LoopContext;
import otus.server.http.exchange.ServerContext;

class TimeoutsTest {
  /// 10 s for a head, 20 s without progress at 10 bytes a second, 30 s idle, 2 s to linger.
  private static final HttpLimits LIMITS =
      HttpLimits.defaults()
          .withRequests(new RequestLimits(8000, 32_000, 100, 1 << 20))
          .withHeadTimeout(Duration.ofSeconds(10))
          .withStallTimeout(Duration.ofSeconds(20))
          .withMinRate(10)
          .withIdleTimeout(Duration.ofSeconds(30))
          .withLingerTime(Duration.ofSeconds(2));

  private static final Duration LAST_CALL = Duration.ofMillis(500);

  private final ManualLoop loop = new ManualLoop();
  private final LoopContext context =
      ServerContext.of(_ -> Answer.pass(), LIMITS, InstantSource.fixed(Instant.EPOCH)).on(loop);
  private final List<Expired> expired = new ArrayList<>();
  private final Timeouts timeouts = new Timeouts(context, this::onExpired);
  private boolean inHead;
  private boolean draining;

  private void onExpired() {
    expired.add(timeouts.expired(inHead));
  }

  private void drain() {
    draining = true;
    timeouts.drain();
  }

  private void pass(int seconds) {
    loop.pass(Duration.ofSeconds(seconds));
  }

  /// Asserts that nothing expires before `time`, and then `expected` does.
  private void assertExpiresAfter(Duration time, Expired expected) {
    loop.pass(time.minusNanos(1));
    assertEquals(List.of(), expired);
    loop.pass(Duration.ofNanos(1));
    assertEquals(List.of(expected), expired);
  }

  @Test
  void first_head_is_timed_from_the_accept() {
    timeouts.open();
    assertExpiresAfter(LIMITS.headTimeout(), Expired.CLOSE);
  }

  @Test
  void head_is_timed_from_its_first_part_only() {
    pass(9);
    inHead = true;
    timeouts.headBegun();
    pass(4);
    timeouts.headBegun();
    assertExpiresAfter(Duration.ofSeconds(6), Expired.SLOW_HEAD);
  }

  @Test
  void next_head_has_a_new_timeout() {
    timeouts.headBegun();
    timeouts.request();
    timeouts.idle(draining);
    pass(29);
    inHead = true;
    timeouts.headBegun();
    assertExpiresAfter(LIMITS.headTimeout(), Expired.SLOW_HEAD);
  }

  @Test
  void handler_may_be_slow_without_an_answer_timeout() {
    timeouts.request();
    pass(100_000);
    assertEquals(List.of(), expired);
  }

  @Test
  void idle_connection_has_the_idle_time() {
    timeouts.request();
    timeouts.idle(draining);
    assertExpiresAfter(LIMITS.idleTimeout(), Expired.CLOSE);
  }

  @Test
  void idle_connection_has_a_last_call_when_the_server_stops() {
    timeouts.idle(draining);
    drain();
    assertExpiresAfter(LAST_CALL, Expired.CLOSE);
  }

  @Test
  void connection_that_becomes_idle_later_has_a_last_call_too() {
    timeouts.request();
    draining = true;
    timeouts.idle(draining);
    assertExpiresAfter(LAST_CALL, Expired.CLOSE);
  }

  @Test
  void head_that_began_before_the_stop_keeps_its_time() {
    inHead = true;
    timeouts.headBegun();
    loop.pass(LAST_CALL);
    drain();
    assertExpiresAfter(LIMITS.headTimeout().minus(LAST_CALL), Expired.SLOW_HEAD);
  }

  @Test
  void head_that_begins_within_the_last_call_has_its_time() {
    drain();
    loop.pass(LAST_CALL.dividedBy(2));
    inHead = true;
    timeouts.headBegun();
    assertExpiresAfter(LIMITS.headTimeout(), Expired.SLOW_HEAD);
  }

  @Test
  void linger_time_starts_after_any_wait() {
    timeouts.request();
    timeouts.waitFor(WaitingOn.CLIENT);
    pass(1);
    timeouts.linger();
    assertExpiresAfter(LIMITS.lingerTime(), Expired.CLOSE);
  }

  @Test
  void client_below_the_minimum_rate_is_slow() {
    timeouts.request();
    timeouts.waitFor(WaitingOn.CLIENT);
    timeouts.onProgress(199);
    assertSlowAfter(20);
  }

  @Test
  void client_with_enough_progress_gets_a_new_stall_time() {
    timeouts.request();
    timeouts.waitFor(WaitingOn.CLIENT);
    pass(15);
    timeouts.onProgress(199);
    pass(4);
    timeouts.onProgress(1);
    timeouts.onProgress(199);
    assertSlowAfter(20);
  }

  @Test
  void bytes_accepted_before_the_first_wait_do_not_extend_the_stall_time() {
    timeouts.request();
    timeouts.waitFor(WaitingOn.CLIENT);
    loop.pass(Duration.ofMillis(1));
    timeouts.onProgress(1_000_000);
    assertSlowAfter(20);
  }

  /// Asserts that the client is slow after `seconds`, and not before; until then there are probes.
  private void assertSlowAfter(int seconds) {
    expired.clear();
    for (int i = 0; i < seconds; i++) {
      assertFalse(expired.contains(Expired.SLOW_CLIENT), "slow after " + i + " s");
      pass(1);
    }
    assertEquals(Expired.SLOW_CLIENT, expired.removeLast());
    assertEquals(9, expired.stream().filter(Expired.NOTHING::equals).count());
  }

  @Test
  void stall_time_counts_only_during_waits() {
    timeouts.request();
    for (int i = 0; i < 4; i++) {
      timeouts.waitFor(WaitingOn.CLIENT);
      pass(4);
      timeouts.waitFor(WaitingOn.HANDLER);
      pass(59);
    }
    expired.clear();
    timeouts.waitFor(WaitingOn.CLIENT);
    loop.pass(Duration.ofSeconds(4).minusNanos(1));
    assertFalse(expired.contains(Expired.SLOW_CLIENT));
    loop.pass(Duration.ofNanos(1));
    assertEquals(Expired.SLOW_CLIENT, expired.getLast());
  }

  @Test
  void progress_counts_only_during_waits() {
    timeouts.request();
    timeouts.onProgress(1000);
    timeouts.waitFor(WaitingOn.CLIENT);
    assertSlowAfter(20);
  }

  @Test
  void request_has_a_complete_stall_time() {
    timeouts.request();
    timeouts.waitFor(WaitingOn.CLIENT);
    pass(19);
    timeouts.idle(draining);
    timeouts.request();
    timeouts.waitFor(WaitingOn.CLIENT);
    assertSlowAfter(20);
  }

  @Test
  void handler_time_restarts_after_a_wait_for_the_client() {
    timeouts.request();
    timeouts.waitFor(WaitingOn.HANDLER);
    pass(59);
    timeouts.waitFor(WaitingOn.CLIENT);
    pass(1);
    expired.clear();
    timeouts.waitFor(WaitingOn.HANDLER);
    assertExpiresAfter(LIMITS.handlers().answerTimeout(), Expired.SLOW_HANDLER);
  }

  @Test
  void handler_time_restarts_when_the_handler_receives_a_chunk() {
    timeouts.request();
    timeouts.waitFor(WaitingOn.HANDLER);
    pass(59);
    timeouts.onHandlerProgress();
    assertExpiresAfter(LIMITS.handlers().answerTimeout(), Expired.SLOW_HANDLER);
  }

  @Test
  void answer_for_a_half_closed_client_has_the_linger_time() {
    timeouts.request();
    timeouts.waitFor(WaitingOn.HANDLER);
    pass(30);
    timeouts.waitFor(WaitingOn.HANDLER_HALF_CLOSED);
    pass(1);
    timeouts.onProgress(0);
    pass(1);
    assertEquals(List.of(Expired.HALF_CLOSED_CLIENT), expired);
  }

  @Test
  void linger_time_restarts_when_a_half_closed_client_reads() {
    timeouts.request();
    timeouts.waitFor(WaitingOn.HANDLER_HALF_CLOSED);
    pass(1);
    timeouts.onProgress(1);
    assertExpiresAfter(LIMITS.lingerTime(), Expired.HALF_CLOSED_CLIENT);
  }

  @Test
  void closed_timeouts_leave_no_deadline() {
    timeouts.close();
    assertEquals(Long.MAX_VALUE, loop.untilNext());
  }
}
