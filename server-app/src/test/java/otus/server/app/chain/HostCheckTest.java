package otus.server.app.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import otus.server.api.Answer;
import otus.server.api.Method;
import otus.server.api.Response;
import otus.server.api.testing.FakeRequest;
import otus.server.app.config.Address;
import otus.server.app.config.AllowedHosts;

class HostCheckTest {
  private static final AllowedHosts HOSTS =
      AllowedHosts.of(Optional.empty(), Address.all("127.0.0.1"));

  private final Logger logger = Logger.getLogger(HostCheck.class.getName());
  private final List<String> logged = new ArrayList<>();
  private final List<String> handled = new ArrayList<>();
  private Instant now = Instant.EPOCH;

  private final Handler listener =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          logged.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private final otus.server.api.Handler check =
      HostCheck.before(
          request -> {
            handled.add(request.authority());
            return TestProvider.OK;
          },
          HOSTS,
          () -> now);

  @BeforeEach
  void listen() {
    logger.addHandler(listener);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void listenNoMore() {
    logger.removeHandler(listener);
    logger.setUseParentHandlers(true);
  }

  private int status(FakeRequest request) throws Exception {
    return assertInstanceOf(Response.class, check.handle(request)).status().code();
  }

  @Test
  void only_requests_for_allowed_hosts_reach_the_handlers() throws Exception {
    assertEquals(200, status(FakeRequest.get("/").authority("localhost:80")));
    assertEquals(200, status(FakeRequest.get("/").authority("")));
    assertEquals(421, status(FakeRequest.get("/").authority("evil.example")));
    assertEquals(421, status(FakeRequest.of(Method.OPTIONS, "*").authority("evil.example")));
    assertEquals(List.of("localhost:80", ""), handled);
  }

  @Test
  void each_request_is_checked_whatever_was_allowed_before() throws Exception {
    for (int i = 0; i < 2; i++) {
      assertEquals(200, status(FakeRequest.get("/").authority("localhost:80")));
      assertEquals(200, status(FakeRequest.get("/").authority("localhost:80")));
      assertEquals(421, status(FakeRequest.get("/").authority("evil.example")));
      assertEquals(421, status(FakeRequest.get("/").authority("evil.example")));
      assertEquals(200, status(FakeRequest.get("/").authority("127.0.0.1")));
    }
  }

  @Test
  void refusals_are_logged_once_a_second() throws Exception {
    FakeRequest request = FakeRequest.get("/").authority("evil.example:80");
    status(request);
    status(request);
    now = now.plusMillis(999);
    status(request);
    now = now.plusMillis(1);
    status(request);
    now = now.minusSeconds(3600); // the clock is set back
    status(request);
    String hint = " hint=\"allow it with --allowed-hosts\"";
    String event = "event=host-refused host=evil.example:80 refused=";
    assertEquals(List.of(event + 1 + hint, event + 4 + hint, event + 5 + hint), logged);
  }

  @Test
  void long_name_is_truncated_in_the_log() throws Exception {
    status(FakeRequest.get("/").authority("a".repeat(8000)));
    String name = "a".repeat(255) + "…";
    assertEquals(
        "event=host-refused host=\"" + name + "\" refused=1 hint=\"allow it with --allowed-hosts\"",
        logged.getFirst());
  }

  @Test
  void any_host_disables_the_check() {
    otus.server.api.Handler handler = _ -> Answer.pass();
    assertSame(handler, HostCheck.before(handler, AllowedHosts.ANY, () -> now));
  }
}
