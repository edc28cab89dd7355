package otus.server.http.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.http.connection.MemoryEndpoint;
import otus.server.loop.tls.HandshakePool;
import otus.server.loop.tls.TlsEvent;

/// Handshakes, and other beginnings of a connection.
class HandshakeTest {
  private static final Duration MOMENT = Duration.ofNanos(1);

  private static SSLEngine offering(String... protocols) {
    SSLEngine engine = TlsPeer.client("TLSv1.3");
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    engine.setSSLParameters(parameters);
    return engine;
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.3, TLS_1_3", "TLSv1.2, TLS_1_2"})
  void handshake_is_completed_byte_by_byte(String version, TlsEvent counted) throws Exception {
    TlsPeer peer = new TlsPeer(TlsPeer.client(version));
    peer.wire.mostARead = 1;
    peer.shakeHands().send("text").settle();
    assertEquals("text", peer.listener().received.toString());
    assertEquals(1, peer.counts.count(counted));
    assertEquals(1, peer.counts.count(TlsEvent.BEGUN));
    assertEquals(0, peer.counts.handshaking());
    assertEquals(0, peer.account.held);
    assertEquals(Long.MAX_VALUE, peer.loop.untilNext());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void handshake_is_completed_with_a_client_that_reads_slowly(String version) throws Exception {
    TlsPeer peer = new TlsPeer(TlsPeer.client(version));
    peer.wire.room = 1;
    peer.pace = 1;
    peer.shakeHands().send("text").settle();
    assertEquals("text", peer.listener().received.toString());
    assertEquals(0, peer.account.held);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void hello_may_be_cut_anywhere(String version) throws Exception {
    SSLContext client = TlsKeys.client();
    int length = 0;
    for (int cut = 1; cut < Math.max(10, length); cut += cut < 10 ? 1 : 13) {
      TlsPeer peer = new TlsPeer(TlsKeys.clientEngine(client, version, "localhost"));
      peer.engine.beginHandshake();
      byte[] hello = peer.flight();
      length = hello.length;
      peer.wire.arrive(Arrays.copyOf(hello, cut));
      peer.settle();
      assertEquals(1, peer.counts.handshaking());
      peer.wire.arrive(Arrays.copyOfRange(hello, cut, length));
      peer.shakeHands();
      assertEquals(1, peer.listeners.size());
    }
  }

  @Test
  void data_behind_the_last_flight_is_delivered() throws Exception {
    TlsPeer peer = new TlsPeer(TlsPeer.client("TLSv1.3"));
    peer.engine.beginHandshake();
    peer.wire.arrive(peer.flight());
    peer.wire.listener().onReadable();
    peer.loop.awaitTask();
    peer.settle();
    byte[] finished = peer.flight();
    peer.wire.arrive(finished);
    peer.send("early").send("x".repeat(50_000));
    peer.settle();
    assertEquals("early" + "x".repeat(50_000), peer.listener().received.toString());
  }

  @Test
  void session_is_resumed_and_counted() throws Exception {
    SSLContext client = TlsKeys.client();
    SSLContext server = TlsKeys.server();
    HandshakePool pool = new HandshakePool("test", 1, 10);
    for (String version : List.of("TLSv1.3", "TLSv1.2")) {
      for (int i = 0; i < 3; i++) {
        TlsPeer peer =
            new TlsPeer(
                TlsKeys.clientEngine(client, version, version), TlsKeys.serverEngine(server), pool);
        peer.shakeHands();
        peer.listener().write("x");
        peer.settle();
        assertEquals(i == 0 ? 0 : 1, peer.counts.count(TlsEvent.RESUMED), version + " " + i);
      }
    }
    pool.close();
  }

  @ParameterizedTest
  @CsvSource({"a b, a", "b a, a", "b, b", "b x, b"})
  void preferred_protocol_of_both_is_chosen(String offered, String chosen) throws Exception {
    TlsPeer peer = new TlsPeer(offering(offered.split(" ")), "a", "b");
    peer.shakeHands();
    assertEquals(Set.of(chosen), peer.listeners.keySet());
    assertEquals(chosen, peer.engine.getApplicationProtocol());
  }

  @Test
  void client_without_alpn_gets_the_fallback() throws Exception {
    TlsPeer peer = new TlsPeer(TlsPeer.client("TLSv1.3"), "a", "b");
    peer.shakeHands();
    assertEquals(Set.of("fallback"), peer.listeners.keySet());
  }

  @Test
  void client_of_other_protocols_gets_an_alert() {
    TlsPeer peer = new TlsPeer(offering("x"), "a", "b");
    SSLException alert = assertThrows(SSLException.class, peer::shakeHands);
    assertTrue(alert.getMessage().contains("no_application_protocol"), alert::getMessage);
    assertFalse(peer.wire.isOpen());
    assertFalse(peer.wire.aborted);
    assertEquals(1, peer.counts.count(TlsEvent.FAILED));
    assertEquals(0, peer.counts.handshaking());
  }

  @Test
  void client_without_a_common_version_gets_an_alert() {
    SSLEngine server = TlsKeys.serverEngine(TlsKeys.server());
    server.setEnabledProtocols(new String[] {"TLSv1.2"});
    TlsPeer peer = new TlsPeer(TlsPeer.client("TLSv1.3"), server, new HandshakePool("t", 1, 1));
    SSLException alert = assertThrows(SSLException.class, peer::shakeHands);
    assertTrue(alert.getMessage().contains("protocol_version"), alert::getMessage);
    assertEquals(1, peer.counts.count(TlsEvent.FAILED));
  }

  @Test
  void subject_of_the_client_is_known() throws Exception {
    SSLEngine server = TlsKeys.serverEngine(TlsKeys.server());
    server.setNeedClientAuth(true);
    TlsPeer peer = new TlsPeer(TlsPeer.client("TLSv1.3"), server, new HandshakePool("t", 1, 1));
    peer.shakeHands();
    assertEquals("CN=client", peer.listener().endpoint.subject().getName());
    assertEquals(null, TlsPeer.tls13().shakeHands().listener().endpoint.subject());
  }

  @Test
  void plain_text_gets_an_answer_in_plain_text() throws Exception {
    TlsPeer peer = TlsPeer.tls13();
    peer.wire.arrive("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    peer.turn();
    peer.turn();
    assertEquals(TlsPeer.PLAIN_ANSWER, new String(peer.wire.written(), StandardCharsets.US_ASCII));
    assertTrue(peer.wire.outputShut);
    assertTrue(peer.wire.isOpen());
    peer.wire.arrive(new byte[100_000]);
    while (peer.turn()) {
      continue;
    }
    assertTrue(peer.wire.isOpen());
    peer.wire.finish();
    peer.turn();
    assertFalse(peer.wire.isOpen());
    assertFalse(peer.wire.aborted);
    assertEquals(1, peer.counts.count(TlsEvent.PLAIN_TEXT));
    assertEquals(List.of("open", "departing", "close"), peer.account.events);
  }

  @Test
  void plain_text_of_a_client_that_stays_is_closed_after_the_linger_time() {
    TlsPeer peer = TlsPeer.tls13();
    peer.pace = 0;
    peer.wire.room = 3;
    peer.wire.arrive(new byte[] {0});
    peer.turn();
    assertEquals(3, peer.wire.written().length);
    peer.wire.room = 100;
    peer.turn();
    assertEquals(TlsPeer.PLAIN_ANSWER.length(), peer.wire.written().length);
    peer.loop.pass(TlsPeer.LINGER_TIME);
    assertFalse(peer.wire.isOpen());
  }

  @Test
  void hello_of_ssl_2_is_refused() throws Exception {
    TlsPeer peer = TlsPeer.tls13();
    byte[] hello = new byte[60];
    hello[0] = (byte) 0x80;
    hello[1] = 46;
    hello[2] = 1;
    peer.wire.arrive(hello);
    while (peer.turn()) {
      continue;
    }
    assertFalse(peer.wire.isOpen());
    assertEquals(1, peer.counts.count(TlsEvent.FAILED));
  }

  @Test
  void garbage_instead_of_a_hello_is_refused() throws Exception {
    TlsPeer peer = TlsPeer.tls13();
    byte[] garbage = new byte[10_000];
    Arrays.fill(garbage, (byte) 22);
    peer.wire.arrive(garbage);
    while (peer.turn()) {
      continue;
    }
    assertFalse(peer.wire.isOpen());
    assertEquals(1, peer.counts.count(TlsEvent.FAILED));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100})
  void handshake_has_a_timeout_from_the_beginning(int arrived) throws Exception {
    TlsPeer peer = TlsPeer.tls13();
    peer.engine.beginHandshake();
    peer.loop.pass(TlsPeer.HANDSHAKE_TIMEOUT.dividedBy(2));
    peer.wire.arrive(Arrays.copyOf(peer.flight(), arrived));
    peer.settle();
    peer.loop.pass(TlsPeer.HANDSHAKE_TIMEOUT.dividedBy(2).minus(MOMENT));
    assertTrue(peer.wire.isOpen());
    peer.loop.pass(MOMENT);
    assertFalse(peer.wire.isOpen());
    assertEquals(arrived == 0 ? 0 : 1, peer.counts.count(TlsEvent.TIMEOUT));
    assertEquals(List.of("open", "close"), peer.account.events);
  }

  @Test
  void client_that_ends_during_the_handshake_is_closed() throws Exception {
    TlsPeer silent = TlsPeer.tls13();
    silent.wire.finish();
    silent.settle();
    assertFalse(silent.wire.isOpen());
    assertEquals(0, silent.counts.count(TlsEvent.BEGUN));
    TlsPeer peer = TlsPeer.tls13();
    peer.engine.beginHandshake();
    peer.wire.arrive(Arrays.copyOf(peer.flight(), 50));
    peer.wire.finish();
    peer.settle();
    assertFalse(peer.wire.isOpen());
    assertEquals(1, peer.counts.count(TlsEvent.CLIENT_CLOSED));
  }

  @Test
  void endless_hello_is_refused() throws Exception {
    TlsPeer peer = TlsPeer.tls13();
    byte[] fragment = new byte[16_389];
    fragment[0] = 22;
    fragment[1] = 3;
    fragment[2] = 3;
    fragment[3] = 0x40;
    fragment[5] = 1; // the first fragment of a hello of 16 MB
    fragment[6] = (byte) 0xff;
    for (int i = 0; i < 40 && peer.wire.isOpen(); i++) {
      peer.wire.arrive(fragment);
      while (peer.turn()) {
        continue;
      }
      fragment[5] = 0;
    }
    assertFalse(peer.wire.isOpen());
  }

  @Test
  void connection_without_a_hello_has_a_last_call_when_the_loop_drains() throws Exception {
    TlsPeer peer = TlsPeer.tls13();
    peer.wire.listener().onShutdownAnnounced();
    peer.wire.listener().onDrain();
    peer.loop.pass(Duration.ofMillis(500).minus(MOMENT));
    assertTrue(peer.wire.isOpen());
    peer.loop.pass(MOMENT);
    assertFalse(peer.wire.isOpen());
  }

  @Test
  void handshake_is_finished_when_the_loop_drains() throws Exception {
    TlsPeer peer = TlsPeer.tls13();
    peer.engine.beginHandshake();
    peer.wire.arrive(peer.flight());
    peer.turn();
    peer.wire.listener().onShutdownAnnounced();
    peer.wire.listener().onDrain();
    peer.loop.pass(Duration.ofSeconds(1));
    peer.shakeHands();
    assertEquals(List.of("announced", "drain"), peer.listener().events);
    peer.wire.listener().onDrain();
    assertEquals(List.of("announced", "drain", "drain"), peer.listener().events);
  }

  @Test
  void connection_is_aborted_when_the_pool_has_too_much_to_do() throws Exception {
    HandshakePool pool = new HandshakePool("test", 1, 1);
    pool.close();
    TlsPeer peer =
        new TlsPeer(TlsPeer.client("TLSv1.3"), TlsKeys.serverEngine(TlsKeys.server()), pool);
    peer.engine.beginHandshake();
    peer.wire.arrive(peer.flight());
    peer.settle();
    assertTrue(peer.wire.aborted);
    assertEquals(1, peer.counts.count(TlsEvent.BUSY));
    assertEquals(List.of("open", "close"), peer.account.events);
  }

  @Test
  void connection_that_is_closed_while_the_pool_works_stays_closed() throws Exception {
    TlsPeer peer = TlsPeer.tls13();
    peer.engine.beginHandshake();
    peer.wire.arrive(peer.flight());
    peer.wire.listener().onReadable();
    assertFalse(peer.wire.reading);
    peer.wire.abort();
    peer.loop.awaitTask();
    assertEquals(Set.of(), peer.listeners.keySet());
    assertEquals(1, peer.counts.count(TlsEvent.CLIENT_CLOSED));
  }

  @Test
  void slow_handshake_makes_room_for_others() throws Exception {
    TlsPeer peer = TlsPeer.tls13();
    peer.engine.beginHandshake();
    byte[] hello = peer.flight();
    peer.wire.arrive(Arrays.copyOf(hello, 10));
    peer.settle();
    for (int i = 0; i < 4; i++) {
      peer.loop.pass(Duration.ofSeconds(1));
    }
    peer.wire.arrive(new byte[] {hello[10]});
    assertFalse(peer.loop.idleConnections().closeUnused(), "it has just sent something");
    assertTrue(peer.wire.isOpen());
  }

  @Test
  void idle_connection_without_a_hello_makes_room_for_others() {
    TlsPeer peer = TlsPeer.tls13();
    for (int i = 0; i < 4; i++) {
      peer.loop.pass(Duration.ofSeconds(1));
    }
    assertTrue(peer.loop.idleConnections().closeUnused());
    assertFalse(peer.wire.isOpen());
    assertEquals(0, peer.counts.count(TlsEvent.BEGUN));
  }

  @Test
  void interest_of_an_established_connection_is_that_of_its_protocol() throws Exception {
    TlsPeer peer = TlsPeer.tls13().shakeHands();
    MemoryEndpoint wire = peer.wire;
    peer.listener().endpoint.interest(false, true);
    assertFalse(wire.reading);
    assertTrue(wire.writing);
    peer.listener().endpoint.interest(true, false);
    assertTrue(wire.reading);
    assertFalse(wire.writing);
  }
}
