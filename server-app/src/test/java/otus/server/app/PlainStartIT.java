package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A start without TLS loads nothing of TLS and HTTP/2, so its time and memory are those of HTTP/1,
/// and it makes no classes that the cache could not contain, not at a terminal either.
class PlainStartIT extends ImageTests {
  private static final Pattern LOADED =
      Pattern.compile(
          "(?m)^.*\\]"
              + " ((?:otus\\.server\\.(?:app\\.tls|app\\.desktop|app\\.cli\\.hints|loop\\.tls|http\\.tls|http\\.h2)|javax\\.net\\.ssl|sun\\.security\\.ssl|org\\.bouncycastle|io\\.nayuki)\\.\\S+)"
              + " source:");

  /// A class that the JVM makes at run time: the code of a lambda, of a switch over types, or of a
  /// method of a record, which no cache contains. The first one takes 10 to 35 ms.
  private static final Pattern MADE =
      Pattern.compile(
          "(?m)^.*\\] (\\S*(?:LambdaForm|TypeSwitch|Lambda/)\\S*) source: (?!shared objects)");

  /// Knows the first line of HTTP/2, and creates the rest when a client sends it.
  private static final Set<String> FACTORY = Set.of("otus.server.http.h2.Http2Factory");

  @Test
  void plain_start_loads_no_class_of_tls_and_http2() throws Exception {
    assertEquals(FACTORY, loaded());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " -Dotus.terminal=true"})
  void plain_start_makes_no_classes(String terminal) throws Exception {
    Path log = directory.resolve("classes.log");
    Map<String, String> logged =
        Map.of("OTUS_JAVA_OPTS", "-Xlog:class+load:file=" + log + terminal);
    serve(List.of(IMAGE.launcher()), logged);
    assertEquals(List.of(), matches(MADE, log).toList());
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
    serve(launcher, Map.of(), more);
    return matches(LOADED, log).collect(Collectors.toSet());
  }

  /// Starts a server, sends it a request, and stops it.
  private void serve(List<String> launcher, Map<String, String> environment, String... more)
      throws Exception {
    try (Image.Started server = start(launcher, environment, more)) {
      assertAnswers(server.url());
      server.signal("TERM");
      assertEquals(0, server.end().code());
    }
  }

  private static Stream<String> matches(Pattern pattern, Path log) throws IOException {
    return pattern
        .matcher(Files.readString(log))
        .results()
        .map((MatchResult each) -> each.group(1));
  }
}
