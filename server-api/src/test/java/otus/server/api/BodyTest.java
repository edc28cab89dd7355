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
  void a_deep_sequence_has_its_length_in_no_time() {
    Body body = Body.of("x");
    for (int depth = 0; depth < 1000; depth++) {
      body = new Body.Sequence(List.of(body));
    }
    assertEquals(1, body.length());
  }

  @Test
  void parts_that_are_too_long_together_are_refused_when_they_are_put_together() {
    Body half = new Body.Stream(ByteSource.empty(), Long.MAX_VALUE);
    List<Body> parts = List.of(half, half);
    assertThrows(ArithmeticException.class, () -> new Body.Sequence(parts));
  }

  @Test
  void nothing_has_length_0() {
    assertSame(Body.empty(), Body.of(""));
    assertSame(Body.empty(), Body.of(new byte[0]));
    assertEquals(0, Body.empty().length());
    Body.empty().close();
  }

  @Test
  void a_text_is_as_long_as_its_utf_8() {
    assertEquals(1, Body.of("a").length());
    assertEquals(2, Body.of("ü").length());
    assertEquals(4, Body.of("\ud83e\udd89").length());
  }

  @Test
  void bytes_are_a_read_only_slice() {
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
  void a_region_inside_the_file_is_taken(long size, long offset, long length) {
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
  void a_region_beyond_the_file_is_refused(long size, long offset, long length) {
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> new Body.FileRegion(new Lease(size), offset, length));
  }

  @Test
  void a_file_is_sent_whole_and_given_back_once() {
    Lease lease = new Lease(7);
    Body body = Body.of(lease);
    assertEquals(7, body.length());
    body.close();
    assertEquals(1, lease.closed);
  }

  @Test
  void a_stream_may_say_its_length() {
    assertEquals(Body.UNKNOWN, Body.stream(ByteSource.empty()).length());
    assertEquals(0, new Body.Stream(ByteSource.empty(), 0).length());
    assertEquals(5, new Body.Stream(ByteSource.empty(), 5).length());
    assertThrows(IllegalArgumentException.class, () -> new Body.Stream(ByteSource.empty(), -2));
    assertThrows(NullPointerException.class, () -> new Body.Stream(null, 0));
  }

  @Test
  void a_body_may_say_that_it_is_closed() throws Exception {
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
  void a_sequence_is_as_long_as_its_parts() {
    Body two = Body.of("ab");
    assertEquals(0, sequence().length());
    assertEquals(4, sequence(two, Body.empty(), two).length());
    assertEquals(9, sequence(two, Body.of(new Lease(5)), sequence(two)).length());
  }

  @Test
  void a_sequence_with_a_part_of_unknown_length_has_none_wherever_the_part_is() {
    Body two = Body.of("ab");
    Body unknown = Body.stream(ByteSource.empty());
    assertEquals(Body.UNKNOWN, sequence(unknown, two).length());
    assertEquals(Body.UNKNOWN, sequence(two, unknown).length());
    assertEquals(Body.UNKNOWN, sequence(two, sequence(unknown), two).length());
  }

  @Test
  void a_sequence_that_is_too_long_to_count_says_so() {
    Body half = new Body.Stream(ByteSource.empty(), Long.MAX_VALUE / 2 + 1);
    assertThrows(ArithmeticException.class, () -> sequence(half, half).length());
  }

  @Test
  void a_sequence_does_not_change_with_the_list_it_was_made_of() {
    List<Body> parts = new ArrayList<>(List.of(Body.of("ab")));
    Body.Sequence sequence = new Body.Sequence(parts);
    parts.clear();
    assertEquals(2, sequence.length());
  }

  @Test
  void closing_a_sequence_closes_each_part_once_in_order() {
    List<String> closed = new ArrayList<>();
    sequence(
            source("a", closed, null),
            sequence(source("b", closed, null), source("c", closed, null)),
            source("d", closed, null))
        .close();
    assertEquals(List.of("a", "b", "c", "d"), closed);
  }

  @Test
  void closing_goes_on_after_a_part_that_throws_and_tells_of_every_failure() {
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
  void a_part_that_is_there_twice_and_throws_the_same_each_time_is_no_trouble() {
    List<String> closed = new ArrayList<>();
    RuntimeException failure = new IllegalStateException();
    Body part = source("a", closed, failure);
    assertSame(failure, assertThrows(Throwable.class, () -> sequence(part, part).close()));
    assertTrue(closed.size() == 2);
  }

  private static Body sequence(Body... parts) {
    return new Body.Sequence(List.of(parts));
  }

  /// A body that notes when it is closed, and then throws, if there is something to throw.
  private static Body source(String name, List<String> closed, Throwable failure) {
    return Body.stream(
        new ByteSource() {
          @Override
          public CompletionStage<Chunk> next() {
            throw new AssertionError("nobody reads here");
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

  /// A file of any size, without a file.
  private static final class Lease implements OpenFile {
    private final long size;
    private int closed;

    Lease(long size) {
      this.size = size;
    }

    @Override
    public FileChannel channel() {
      throw new AssertionError("nobody reads here");
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
      throw new AssertionError("nobody shares here");
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
