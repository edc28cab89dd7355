package otus.server.http.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The content of a connection after its handshake, and its ends.
class TlsConnectionTest {
  private static final String TEXT =
      IntStream.range(0, 50_000).mapToObj(Integer::toString).collect(Collectors.joining(","));

  private static TlsPeer peer(String version) throws SSLException {
    return new TlsPeer(TlsPeer.client(version)).shakeHands();
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, 65536, 2147483647",
    "TLSv1.3, 65536, 1000",
    "TLSv1.3, 65536, 1",
    "TLSv1.3, 17000, 7",
    "TLSv1.3, 10, 40000",
    "TLSv1.3, 1, 2147483647",
    "TLSv1.2, 65536, 2147483647",
    "TLSv1.2, 100, 999",
  })
  void text_arrives_however_it_is_cut_and_read(String version, int size, int mostARead)
      throws Exception {
    TlsPeer peer = peer(version);
    peer.listener().size = size;
    peer.wire.mostARead = mostARead;
    String text = TEXT.substring(0, mostARead == 1 ? 20_000 : TEXT.length());
    peer.send(text).send("!").settle();
    assertEquals(text + "!", peer.listener().received.toString());
    assertEquals(0, peer.account.held);
    assertEquals(List.of("open", "established"), peer.account.events);
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, 9223372036854775807",
    "TLSv1.3, 5000",
    "TLSv1.3, 100",
    "TLSv1.2, 9223372036854775807",
    "TLSv1.2, 777",
  })
  void text_is_sent_however_fast_the_client_reads(String version, long pace) throws Exception {
    TlsPeer peer = peer(version);
    peer.wire.room = pace;
    peer.pace = pace;
    peer.listener().write(TEXT);
    peer.settle();
    assertEquals(TEXT, peer.received());
    assertTrue(peer.listener().isFlushed());
    assertEquals(0, peer.account.held);
    assertTrue(peer.account.mostHeld < 70_000, () -> "held " + peer.account.mostHeld);
  }

  @Test
  void slow_reader_holds_less_and_less() throws Exception {
    TlsPeer peer = peer("TLSv1.3");
    peer.wire.room = 0;
    peer.pace = 0;
    peer.listener().write(TEXT);
    long most = peer.account.held;
    assertTrue(most > 16_384 && most < 66_000, () -> "held " + most);
    assertEquals(0, peer.listener().endpoint.write(ByteBuffer.allocate(1)));
    assertFalse(peer.listener().endpoint.flush());
    assertEquals(most, peer.listener().endpoint.unsent());
    for (int i = 0; i < 4; i++) {
      peer.wire.room = peer.account.held;
      peer.settle();
    }
    assertTrue(peer.account.held < 17_000, () -> "held " + peer.account.held);
  }

  @Test
  void connection_without_memory_for_unsent_records_is_aborted() throws Exception {
    TlsPeer peer = peer("TLSv1.3");
    peer.account.limit = 1000;
    peer.wire.room = 0;
    assertThrows(IOException.class, () -> peer.listener().write(TEXT));
  }

  @Test
  void connection_without_memory_for_a_part_of_a_record_is_aborted() throws Exception {
    TlsPeer peer = peer("TLSv1.3");
    peer.account.limit = 1000;
    byte[] record = peer.records("x".repeat(10_000));
    peer.wire.arrive(java.util.Arrays.copyOf(record, 5000));
    peer.settle();
    assertTrue(peer.wire.aborted);
    assertEquals(List.of("closed"), peer.listener().events);
  }

  @Test
  void first_records_are_small_and_later_ones_full() throws Exception {
    TlsPeer peer = peer("TLSv1.3");
    int before = peer.wire.written().length;
    peer.listener().write(TEXT);
    List<Integer> sizes = sizes(peer.wire.written(), before);
    assertTrue(sizes.getFirst() < 1400, sizes::toString);
    assertTrue(sizes.subList(8, sizes.size() - 1).stream().anyMatch(size -> size > 16_000));
    before = peer.wire.written().length;
    peer.listener().write(TEXT);
    assertTrue(sizes(peer.wire.written(), before).getFirst() > 16_000);
    before = peer.wire.written().length;
    peer.pass(Duration.ofMillis(1001));
    peer.listener().write(TEXT);
    assertTrue(sizes(peer.wire.written(), before).getFirst() < 1400);
  }

  private static List<Integer> sizes(byte[] written, int from) {
    List<Integer> sizes = new java.util.ArrayList<>();
    ByteBuffer records = ByteBuffer.wrap(written);
    for (int at = from; at < written.length; at += 5 + sizes.getLast()) {
      sizes.add((int) records.getShort(at + 3));
    }
    return sizes;
  }

  @Test
  void several_buffers_share_records() throws Exception {
    TlsPeer peer = peer("TLSv1.3");
    ByteBuffer[] parts = {
      ByteBuffer.wrap("not".getBytes("US-ASCII")),
      ByteBuffer.wrap("ab".getBytes("US-ASCII")),
      ByteBuffer.allocateDirect(2000),
      ByteBuffer.wrap("cd".getBytes("US-ASCII")),
    };
    assertEquals(2004, peer.listener().endpoint.write(parts, 1, 3));
    peer.settle();
    assertEquals("ab" + "\0".repeat(2000) + "cd", peer.received());
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, 3000})
  void file_is_sent_whole(long pace, @TempDir Path directory) throws Exception {
    Path path = Files.writeString(directory.resolve("file"), TEXT);
    TlsPeer peer = peer("TLSv1.3");
    try (FileChannel file = FileChannel.open(path)) {
      peer.wire.room = pace;
      long sent = 0;
      while (sent < TEXT.length() - 10) {
        sent += peer.listener().endpoint.send(file, 10 + sent, TEXT.length() - 10 - sent);
        peer.pace = pace;
        peer.settle();
      }
      peer.settle();
      assertEquals(TEXT.substring(10), peer.received());
      assertEquals(0, peer.listener().endpoint.send(file, TEXT.length(), 100));
      assertEquals(5, peer.listener().endpoint.send(file, TEXT.length() - 5, 100));
    }
  }

  @Test
  void closed_connection_sends_its_last_records_first() throws Exception {
    TlsPeer peer = peer("TLSv1.3");
    peer.wire.room = 10;
    peer.listener().write("x".repeat(10_000));
    peer.listener().endpoint.close();
    assertEquals(List.of("closed"), peer.listener().events);
    assertFalse(peer.listener().endpoint.isOpen());
    assertTrue(peer.wire.isOpen());
    assertEquals("departing", peer.account.events.getLast());
    peer.listener().endpoint.abort(); // too late
    assertTrue(peer.wire.isOpen());
    peer.pace = 1000;
    peer.settle();
    assertEquals("x".repeat(10_000), peer.received());
    assertTrue(peer.notified);
    assertFalse(peer.wire.isOpen());
    assertFalse(peer.wire.aborted);
    assertEquals(List.of("closed"), peer.listener().events);
    assertEquals("close", peer.account.events.getLast());
  }

  @Test
  void closed_connection_whose_client_does_not_read_is_aborted_after_the_linger_time()
      throws Exception {
    TlsPeer peer = peer("TLSv1.3");
    peer.wire.room = 10;
    peer.listener().write("x".repeat(10_000));
    peer.listener().endpoint.close();
    peer.pace = 0;
    peer.pass(TlsPeer.LINGER_TIME.minusNanos(1));
    assertTrue(peer.wire.isOpen());
    peer.pass(Duration.ofNanos(1));
    assertTrue(peer.wire.aborted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void close_sends_close_notify(String version) throws Exception {
    TlsPeer peer = peer(version);
    peer.listener().endpoint.close();
    peer.settle();
    assertTrue(peer.notified);
    assertFalse(peer.wire.isOpen());
    assertFalse(peer.wire.aborted);
  }

  @Test
  void abort_resets_without_an_alert() throws Exception {
    TlsPeer peer = peer("TLSv1.3");
    int before = peer.wire.written().length;
    peer.listener().endpoint.abort();
    assertTrue(peer.wire.aborted);
    assertEquals(before, peer.wire.written().length);
    assertEquals(List.of("closed"), peer.listener().events);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void shut_down_output_ends_after_all_records_and_reading_goes_on(String version)
      throws Exception {
    TlsPeer peer = peer(version);
    peer.wire.room = 10;
    peer.listener().write("x".repeat(10_000));
    peer.listener().endpoint.shutdownOutput();
    assertFalse(peer.wire.outputShut);
    byte[] late = peer.records("late");
    peer.pace = 1000;
    peer.settle();
    assertTrue(peer.wire.outputShut);
    assertTrue(peer.notified);
    assertEquals("x".repeat(10_000), peer.received());
    peer.wire.arrive(late);
    peer.settle();
    assertEquals("late", peer.listener().received.toString());
    assertTrue(peer.wire.isOpen());
  }

  @Test
  void garbage_after_the_output_was_shut_down_does_not_abort() throws Exception {
    TlsPeer peer = peer("TLSv1.3");
    peer.listener().endpoint.shutdownOutput();
    peer.wire.arrive(new byte[100]);
    peer.settle();
    peer.wire.arrive(new byte[100_000]);
    peer.settle();
    assertTrue(peer.wire.isOpen());
    peer.wire.finish();
    peer.settle();
    assertTrue(peer.listener().ended);
  }

  @Test
  void close_notify_of_the_client_ends_one_direction_of_tls_1_3() throws Exception {
    TlsPeer peer = peer("TLSv1.3");
    peer.send("last");
    peer.engine.closeOutbound();
    peer.wire.arrive(peer.flight());
    peer.settle();
    assertEquals("last", peer.listener().received.toString());
    assertTrue(peer.listener().ended);
    peer.listener().write(TEXT);
    peer.settle();
    assertEquals(TEXT, peer.received());
  }

  @Test
  void close_notify_of_the_client_ends_both_directions_of_tls_1_2() throws Exception {
    TlsPeer peer = peer("TLSv1.2");
    peer.send("last");
    peer.engine.closeOutbound();
    peer.wire.arrive(peer.flight());
    peer.settle();
    assertEquals("last", peer.listener().received.toString());
    assertTrue(peer.listener().ended);
    assertThrows(IOException.class, () -> peer.listener().write(TEXT));
    peer.listener().endpoint.close();
    assertFalse(peer.wire.isOpen());
    assertFalse(peer.wire.aborted);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 20})
  void end_without_close_notify_is_an_end(int incomplete) throws Exception {
    TlsPeer peer = peer("TLSv1.3");
    peer.send("whole");
    peer.wire.arrive(java.util.Arrays.copyOf(peer.records("x".repeat(1000)), incomplete));
    peer.wire.finish();
    peer.settle();
    assertEquals("whole", peer.listener().received.toString());
    assertTrue(peer.listener().ended);
    assertTrue(peer.wire.isOpen());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void changed_record_gets_an_alert_and_an_orderly_end(String version) throws Exception {
    TlsPeer peer = peer(version);
    byte[] record = peer.records("text");
    record[record.length - 1] ^= 1;
    peer.wire.arrive(record);
    SSLException alert = assertThrows(SSLException.class, peer::settle);
    assertTrue(alert.getMessage().contains("bad_record_mac"), alert::getMessage);
    assertFalse(peer.wire.isOpen());
    assertFalse(peer.wire.aborted);
    assertEquals(List.of("closed"), peer.listener().events);
  }

  @Test
  void renegotiation_is_refused() throws Exception {
    TlsPeer peer = peer("TLSv1.2");
    peer.engine.beginHandshake();
    peer.wire.arrive(peer.flight());
    peer.settle();
    assertTrue(peer.wire.aborted);
    assertEquals(List.of("closed"), peer.listener().events);
  }

  @Test
  void keys_are_updated_a_number_of_times() throws Exception {
    TlsPeer peer = peer("TLSv1.3");
    for (int i = 0; i < 100; i++) {
      peer.engine.beginHandshake();
      peer.wire.arrive(peer.flight());
      peer.send("x").settle();
      peer.listener().write("y");
      peer.settle();
    }
    assertEquals("x".repeat(100), peer.listener().received.toString());
    assertEquals("y".repeat(100), peer.received());
    assertTrue(peer.wire.isOpen());
    for (int i = 0; i < 20; i++) {
      peer.engine.beginHandshake();
      peer.wire.arrive(peer.flight());
      peer.settle();
    }
    assertTrue(peer.wire.aborted);
  }

  @Test
  void client_that_reads_no_replies_to_updates_of_keys_is_not_read() throws Exception {
    TlsPeer peer = peer("TLSv1.3");
    peer.wire.room = 0;
    peer.pace = 0;
    java.io.ByteArrayOutputStream updates = new java.io.ByteArrayOutputStream();
    for (int i = 0; i < 50; i++) {
      peer.engine.beginHandshake();
      updates.writeBytes(peer.flight());
      updates.writeBytes(peer.records("x"));
    }
    for (byte each : updates.toByteArray()) {
      peer.wire.arrive(new byte[] {each});
      peer.settle();
    }
    assertTrue(peer.account.mostHeld < 10_000, () -> "held " + peer.account.mostHeld);
    peer.pace = Long.MAX_VALUE;
    peer.settle();
    assertEquals("x".repeat(50), peer.listener().received.toString());
  }

  @Test
  void empty_records_are_limited() throws Exception {
    TlsPeer peer = peer("TLSv1.2");
    for (int i = 0; i < 100; i++) {
      peer.wire.arrive(peer.encrypt(ByteBuffer.allocate(0)));
    }
    peer.settle();
    assertTrue(peer.wire.isOpen());
  }

  @Test
  void broken_wire_closes_the_listener() throws Exception {
    TlsPeer peer = peer("TLSv1.3");
    peer.wire.breakOff();
    peer.settle();
    assertFalse(peer.wire.isOpen());
    assertEquals(List.of("closed"), peer.listener().events);
    assertEquals("close", peer.account.events.getLast());
  }
}
