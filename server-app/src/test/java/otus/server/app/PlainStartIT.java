package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A start without TLS loads nothing of TLS and HTTP/2: its time and memory are those of HTTP/1.
class PlainStartIT extends ImageTests {
  private static final Pattern LOADED =
      Pattern.compile(
          "(?m)^.*\\] ((?:otus\\.server\\.(?:app\\.tls|loop\\.tls|http\\.tls|http\\.h2)"
              + "|javax\\.net\\.ssl|sun\\.security\\.ssl|org\\.bouncycastle)\\.\\S+) source:");

  /// Knows the first line of HTTP/2, and creates the rest when a client sends it.
  private static final Set<String> FACTORY = Set.of("otus.server.http.h2.Http2Factory");

  @Test
  void plain_start_loads_no_class_of_tls_and_http2() throws Exception {
    assertEquals(FACTORY, loaded());
  }

  @Test
  void start_with_a_certificate_does() throws Exception {
    assertFalse(FACTORY.containsAll(loaded("--tls-self-signed", "--tls-port=0")));
  }

  /// Starts a server without the cache, which contains the classes of all starts, and sends it a
  /// request.
  private Set<String> loaded(String... more) throws Exception {
    Path log = directory.resolve("classes.log");
    List<String> launcher =
        List.of(
            IMAGE.java(),
            "-XX:AOTMode=off",
            "-Xlog:disable",
            "-Xlog:class+load:file=" + log,
            "-m",
            MAIN);
    try (Image.Started server = start(launcher, Map.of(), more)) {
      URI url = server.url();
      assertAnswers(url);
      server.signal("TERM");
      assertEquals(0, server.end().code());
    }
    return LOADED
        .matcher(Files.readString(log))
        .results()
        .map((MatchResult each) -> each.group(1))
        .collect(Collectors.toSet());
  }
}
