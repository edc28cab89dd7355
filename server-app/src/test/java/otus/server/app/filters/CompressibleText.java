package otus.server.app.filters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.zip.GZIPInputStream;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;

/// Requests and responses with a compressible text, and methods to read them.
public final class CompressibleText {
  public static final String TEXT = "all work and no play\n".repeat(100);
  public static final String TAG = "\"v1\"";

  private CompressibleText() {}

  public static Response text(String... fields) {
    Headers.Builder headers = Headers.builder().add("Content-Type", "text/plain");
    for (int i = 0; i < fields.length; i += 2) {
      headers.add(fields[i], fields[i + 1]);
    }
    return new Response(Status.OK, headers.build(), Body.of(TEXT));
  }

  public static FilterRequest gzip(String... fields) {
    Headers headers = Headers.of(fields).with("Accept-Encoding", "gzip, deflate, br");
    return new FilterRequest(FilterRequest.get().request(), headers);
  }

  public static byte[] bytes(Body body) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (body) {
      case Body.Bytes bytes -> {
        byte[] all = new byte[bytes.buffer().limit()];
        bytes.buffer().get(0, all);
        out.write(all);
      }
      case Body.Sequence sequence -> {
        for (Body part : sequence.parts()) {
          out.write(bytes(part));
        }
      }
      default -> assertEquals(0, body.length());
    }
    return out.toByteArray();
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
