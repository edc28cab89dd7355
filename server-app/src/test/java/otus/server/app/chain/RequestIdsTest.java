package otus.server.app.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Attributes;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.testing.FakeRequest;

class RequestIdsTest {
  private @Nullable String handled;

  private final RequestIds ids =
      new RequestIds(
          request -> {
            handled = request.headers().combined("X-Request-Id");
            return Response.of(Status.NOT_FOUND);
          },
          () -> "made");

  private void assertId(String id, FakeRequest request) throws Exception {
    Response response = assertInstanceOf(Response.class, ids.handle(request));
    assertEquals(id, response.headers().combined("X-Request-Id"));
    assertEquals(id, handled);
    assertEquals(id, request.attributes().get(Attributes.REQUEST_ID));
  }

  private static FakeRequest fromProxy() {
    FakeRequest request = FakeRequest.get("/");
    request.attributes().set(Attributes.PROXY, new InetSocketAddress("10.0.0.1", 1));
    return request;
  }

  @Test
  void request_without_id_gets_one() throws Exception {
    assertId("made", FakeRequest.get("/"));
    assertId("made", fromProxy());
  }

  @Test
  void id_of_a_client_is_replaced() throws Exception {
    assertId("made", FakeRequest.get("/").header("x-request-id", "mine"));
  }

  @Test
  void id_of_a_trusted_proxy_is_kept() throws Exception {
    assertId("Its-1_2.3", fromProxy().header("X-Request-Id", "Its-1_2.3"));
    assertId("a".repeat(128), fromProxy().header("X-Request-Id", "a".repeat(128)));
  }

  @ParameterizedTest
  @CsvSource({"a b", "''", "'a\"'", "a=b"})
  void id_of_a_proxy_that_is_not_a_token_is_replaced(String id) throws Exception {
    assertId("made", fromProxy().header("X-Request-Id", id));
  }

  @Test
  void id_of_a_proxy_that_is_too_long_is_replaced() throws Exception {
    assertId("made", fromProxy().header("X-Request-Id", "a".repeat(129)));
  }

  @Test
  void made_ids_differ_and_have_128_bits() {
    Set<String> all = new HashSet<>();
    for (int process = 0; process < 2; process++) {
      RequestIds.Ids made = new RequestIds.Ids(new SecureRandom());
      for (int i = 0; i < 10_000; i++) {
        String id = made.get();
        assertEquals(true, id.matches("[0-9a-f]{32}"), id);
        all.add(id);
      }
    }
    assertEquals(20_000, all.size());
  }
}
