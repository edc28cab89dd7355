package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyTest {
  @Test
  void length_of_a_deep_sequence_is_fast() {
    Body body = Body.of("x");
    for (int depth = 0; depth < 1000; depth++) {
      body = new Body.Sequence(List.of(body));
    }
    assertEquals(1, body.length());
  }

  @Test
  void sequence_rejects_parts_whose_sum_overflows() {
    Body half = new Body.Stream(ByteSource.empty(), Long.MAX_VALUE);
    List<Body> parts = List.of(half, half);
    assertThrows(ArithmeticException.class, () -> new Body.Sequence(parts));
  }

  @Test
  void empty_body_has_length_0() {
    assertSame(Body.empty(), Body.of(""));
    assertSame(Body.empty(), Body.of(new byte[0]));
    assertEquals(0, Body.empty().length());
    Body.empty().close();
  }

  @Test
  void length_of_a_text_is_that_of_its_utf_8() {
    assertEquals(1, Body.of("a").length());
    assertEquals(2, Body.of("ü").length());
    assertEquals(4, Body.of("\ud83e\udd89").length());
  }

  @Test
  void bytes_are_stored_as_a_read_only_slice() {
    ByteBuffer given = ByteBuffer.wrap(new byte[] {0, 1, 2, 3, 4}, 1, 3);
    Body.Bytes body = new Body.Bytes(given);
    given.clear();
    assertEquals(3, body.length());
    assertEquals(1, body.buffer().get(0));
    assertEquals(3, body.buffer().get(2));
    assertThrows(ReadOnlyBufferException.class, () -> body.buffer().put(0, (byte) 9));
  }

  @ParameterizedTest
  @CsvSource({
    "10, 0, 10",
    "10, 0, 0",
    "10, 10, 0",
    "10, 9, 1",
    "0, 0, 0",
    "9223372036854775807, 1, 2",
  })
  void region_within_the_file_is_accepted(long size, long offset, long length) {
    try (Body body = new Body.FileRegion(new Lease(size), offset, length)) {
      assertEquals(length, body.length());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10, 0, 11",
    "10, 10, 1",
    "10, 11, 0",
    "10, -1, 1",
    "10, 0, -1",
    "10, 1, 9223372036854775807",
    "10, 9223372036854775807, 9223372036854775807",
    "9223372036854775807, 9223372036854775807, 1",
  })
  void region_beyond_the_file_is_rejected(long size, long offset, long length) {
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> new Body.FileRegion(new Lease(size), offset, length));
  }

  @Test
  void file_body_has_the_size_of_the_file_and_closes_its_lease_once() {
    Lease lease = new Lease(7);
    Body body = Body.of(lease);
    assertEquals(7, body.length());
    body.close();
    assertEquals(1, lease.closed);
  }

  @Test
  void stream_has_its_declared_length() {
    assertEquals(Body.UNKNOWN, Body.stream(ByteSource.empty()).length());
    assertEquals(0, new Body.Stream(ByteSource.empty(), 0).length());
    assertEquals(5, new Body.Stream(ByteSource.empty(), 5).length());
    assertThrows(IllegalArgumentException.class, () -> new Body.Stream(ByteSource.empty(), -2));
    assertThrows(NullPointerException.class, () -> new Body.Stream(null, 0));
  }

  @Test
  void on_close_action_runs_once_after_the_body_is_closed() throws Exception {
    List<String> order = new ArrayList<>();
    Lease lease = new Lease(5);
    Body body = Body.onClose(Body.of(lease), () -> order.add("closed " + lease.closed));
    assertEquals(5, body.length());
    assertEquals(List.of(), order);
    body.close();
    body.close();
    assertEquals(List.of("closed 1"), order);
    Body.Sequence parts = assertInstanceOf(Body.Sequence.class, body);
    Body.Stream last = assertInstanceOf(Body.Stream.class, parts.parts().getLast());
    assertEquals(Chunk.end(), last.source().next().toCompletableFuture().get());
  }

  @Test
  void length_of_a_sequence_is_the_sum_of_its_parts() {
    Body two = Body.of("ab");
    assertEquals(0, sequence().length());
    assertEquals(4, sequence(two, Body.empty(), two).length());
    assertEquals(9, sequence(two, Body.of(new Lease(5)), sequence(two)).length());
  }

  @Test
  void sequence_with_a_part_of_unknown_length_has_unknown_length() {
    Body two = Body.of("ab");
    Body unknown = Body.stream(ByteSource.empty());
    assertEquals(Body.UNKNOWN, sequence(unknown, two).length());
    assertEquals(Body.UNKNOWN, sequence(two, unknown).length());
    assertEquals(Body.UNKNOWN, sequence(two, sequence(unknown), two).length());
  }

  @Test
  void sequence_rejects_lengths_beyond_a_long() {
    Body half = new Body.Stream(ByteSource.empty(), Long.MAX_VALUE / 2 + 1);
    assertThrows(ArithmeticException.class, () -> sequence(half, half).length());
  }

  @Test
  void sequence_copies_its_list() {
    List<Body> parts = new ArrayList<>(List.of(Body.of("ab")));
    Body.Sequence sequence = new Body.Sequence(parts);
    parts.clear();
    assertEquals(2, sequence.length());
  }

  @Test
  void close_of_a_sequence_closes_each_part_once_in_order() {
    List<String> closed = new ArrayList<>();
    sequence(
            source("a", closed, null),
            sequence(source("b", closed, null), source("c", closed, null)),
            source("d", closed, null))
        .close();
    assertEquals(List.of("a", "b", "c", "d"), closed);
  }

  @Test
  void close_of_a_sequence_continues_after_failures_and_reports_all() {
    List<String> closed = new ArrayList<>();
    RuntimeException first = new IllegalStateException("first");
    Error second = new AssertionError("second");
    RuntimeException third = new RuntimeException("third");
    Body body =
        sequence(
            source("a", closed, first),
            source("b", closed, null),
            sequence(source("c", closed, second), source("d", closed, null)),
            source("e", closed, third),
            source("f", closed, null));
    Throwable thrown = assertThrows(Throwable.class, body::close);
    assertEquals(List.of("a", "b", "c", "d", "e", "f"), closed);
    assertSame(first, thrown);
    assertEquals(List.of(second, third), List.of(thrown.getSuppressed()));
  }

  @Test
  void close_of_a_sequence_accepts_the_same_failure_twice() {
    List<String> closed = new ArrayList<>();
    RuntimeException failure = new IllegalStateException();
    Body part = source("a", closed, failure);
    assertSame(failure, assertThrows(Throwable.class, () -> sequence(part, part).close()));
    assertTrue(closed.size() == 2);
  }

  private static Body sequence(Body... parts) {
    return new Body.Sequence(List.of(parts));
  }

  /// Creates a body that records its close and then throws a failure, unless that is null.
  private static Body source(String name, List<String> closed, Throwable failure) {
    return Body.stream(
        new ByteSource() {
          @Override
          public CompletionStage<Chunk> next() {
            throw new AssertionError("unexpected read");
          }

          @Override
          public void close() {
            closed.add(name);
            switch (failure) {
              case null -> {}
              case RuntimeException e -> throw e;
              case Error e -> throw e;
              default -> throw new AssertionError(failure);
            }
          }
        });
  }

  /// A lease of any size, without a file.
  private static final class Lease implements OpenFile {
    private final long size;
    private int closed;

    Lease(long size) {
      this.size = size;
    }

    @Override
    public FileChannel channel() {
      throw new AssertionError("unexpected read");
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public Instant lastModified() {
      return Instant.EPOCH;
    }

    @Override
    public OpenFile share() {
      throw new AssertionError("unexpected share");
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
