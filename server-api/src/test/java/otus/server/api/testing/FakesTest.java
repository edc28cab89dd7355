package otus.server.api.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import otus.server.api.Chunk;
import otus.server.api.Handler;
import otus.server.api.Method;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.ProviderContext;

class FakesTest {

  private static final HandlerProvider PROVIDER =
      new HandlerProvider() {
        @Override
        public String name() {
          return "test";
        }

        @Override
        public List<OptionSpec> options() {
          return List.of(
              OptionSpec.required("root", OptionType.PATH, "a directory"),
              OptionSpec.of("depth", OptionType.COUNT, "how deep", "3"));
        }

        @Override
        public Handler create(ProviderContext context) {
          return request -> Response.of(Status.NO_CONTENT);
        }
      };

  @Test
  void request_has_its_given_values() {
    InetSocketAddress peer = InetSocketAddress.createUnresolved("client", 1);
    FakeRequest plain = FakeRequest.of(Method.PUT, "/a%20b/?q=1");
    FakeRequest request = plain.header("A", "b").authority("h:1").peer(peer).body("\u00fc");
    assertEquals(Method.PUT, request.method());
    assertEquals(List.of("a b"), request.target().path().segments());
    assertTrue(request.target().path().directory());
    assertEquals("/a%20b/", request.target().rawPath());
    assertEquals("q=1", request.target().rawQuery());
    assertEquals("b", request.headers().first("a"));
    assertEquals("2", request.headers().first("Content-Length"));
    assertEquals("h:1", request.authority());
    assertEquals(peer, request.peer());
    assertEquals(0, plain.headers().size());
    assertEquals("localhost", plain.authority());
    assertEquals("POST", FakeRequest.post("*").method().name());
    assertTrue(FakeRequest.of(Method.OPTIONS, "*").target().asterisk());
  }

  @Test
  void chunks_are_overwritten() {
    FakeSource source = FakeSource.of("ab", "", "c");
    ByteBuffer first = bytes(source);
    assertEquals("ab", StandardCharsets.UTF_8.decode(first.duplicate()).toString());
    ByteBuffer second = bytes(source);
    assertEquals("c#", StandardCharsets.UTF_8.decode(first).toString());
    source.close();
    assertEquals("#", StandardCharsets.UTF_8.decode(second).toString());
    assertEquals(2, source.taken());
    assertEquals(1, source.closings());
    assertTrue(source.next().toCompletableFuture().isCompletedExceptionally());
  }

  private static ByteBuffer bytes(FakeSource source) {
    return assertInstanceOf(Chunk.Data.class, source.next().toCompletableFuture().join()).bytes();
  }

  @Test
  void context_has_defaults_and_rejects_invalid_options() {
    FakeContext context = FakeContext.of(PROVIDER, "root", "/srv");
    assertEquals(Path.of("/srv"), context.options().path("root"));
    assertEquals(3, context.options().count("depth"));
    assertThrows(IllegalArgumentException.class, () -> FakeContext.of(PROVIDER));
    assertThrows(IllegalArgumentException.class, () -> FakeContext.of(PROVIDER, "root"));
    assertThrows(
        IllegalArgumentException.class, () -> FakeContext.of(PROVIDER, "root", "/", "x", "y"));
    assertThrows(
        IllegalArgumentException.class,
        () -> FakeContext.of(PROVIDER, "root", "/", "depth", "deep"));
  }

  @Test
  void clock_has_the_time_of_the_test() {
    FakeContext context = FakeContext.of(PROVIDER, "root", "/srv");
    assertEquals(Instant.EPOCH, context.clock().instant());
    context.setTime(Instant.ofEpochSecond(7));
    assertEquals(Instant.ofEpochSecond(7), context.clock().instant());
  }

  @Test
  void shutdown_actions_run_in_reverse_order() {
    FakeContext context = FakeContext.of(PROVIDER, "root", "/srv");
    List<String> events = new ArrayList<>();
    context.onShutdown(() -> events.add("pool"));
    context.onShutdown(() -> events.add("job"));
    context.shutDown();
    context.shutDown();
    assertEquals(List.of("job", "pool"), events);
  }
}
