package otus.server.app.filters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.util.zip.GZIPInputStream;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.testing.FakeRequest;
import otus.server.api.testing.Reply;

/// A text, as a handler answers with it and as a client asks for it and reads it.
public final class Texts {
  public static final String TEXT = "all work and no play\n".repeat(100);
  public static final String TAG = "\"v1\"";

  private Texts() {}

  public static Response text(String... fields) {
    Headers.Builder headers = Headers.builder().add("Content-Type", "text/plain");
    for (int i = 0; i < fields.length; i += 2) {
      headers.add(fields[i], fields[i + 1]);
    }
    return new Response(Status.OK, headers.build(), Body.of(TEXT));
  }

  public static Request gzip(String... fields) {
    Headers asked = Headers.of(fields).with("Accept-Encoding", "gzip, deflate, br");
    return Ask.get().withHeaders(asked);
  }

  public static byte[] bytes(Body body) throws Exception {
    Response response = new Response(Status.OK, Headers.empty(), body);
    return Reply.to(FakeRequest.get("/"), _ -> response).bytes();
  }

  public static String unzipped(Response response) throws Exception {
    byte[] bytes = bytes(response.body());
    assertEquals(bytes.length, response.body().length());
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  public static void assertIdentity(Response response, boolean varies) throws Exception {
    assertEquals(TEXT, new String(bytes(response.body()), UTF_8));
    assertFalse(response.headers().has("Content-Encoding"));
    assertEquals(varies ? "Accept-Encoding" : null, response.headers().combined("Vary"));
  }
}
