package bench;

import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.fields.EntityTag;
import otus.server.staticfiles.conditional.ConditionalRequest;
import otus.server.staticfiles.conditional.Decision;
import otus.server.staticfiles.conditional.Representation;

/// Decides on requests with conditions and ranges.
public class ConditionsBench extends HotPath {
  private static final Instant MODIFIED = Instant.parse("1994-11-06T08:49:37Z");
  private static final Instant NOW = Instant.parse("1994-11-20T00:00:00Z");
  private static final Representation FILE =
      new Representation(1000, new EntityTag("v", false), MODIFIED, true, false, true);

  private final Headers none = Headers.of("Host", "localhost");
  private final Headers tag = Headers.of("Host", "localhost", "If-None-Match", "\"v\"");
  private final Headers date =
      Headers.of("Host", "localhost", "If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT");
  private final Headers range = Headers.of("Host", "localhost", "Range", "bytes=100-199");

  private static Decision decide(Headers headers) {
    return ConditionalRequest.decide(Method.GET, headers, FILE, NOW);
  }

  /// Returns the decision on a request without conditions.
  @Benchmark
  public Decision none() {
    return decide(none);
  }

  /// Returns 304 by the entity tag.
  @Benchmark
  public Decision ifNoneMatch() {
    return decide(tag);
  }

  /// Returns 304 by the date.
  @Benchmark
  public Decision ifModifiedSince() {
    return decide(date);
  }

  /// Returns one range.
  @Benchmark
  public Decision range() {
    return decide(range);
  }
}
