package otus.server.http.h2.codec;

import org.jspecify.annotations.Nullable;
import otus.server.api.Chunk;
import otus.server.api.Headers;
import otus.server.http.config.RequestLimits;
import otus.server.http.h2.hpack.Field;
import otus.server.http.h2.hpack.FieldSink;
import otus.server.http.syntax.Violation;

/// Collects the fields of one head or trailers after the other, and checks each of them (RFC 9113
/// §8.2, §8.3). Pure; owned by a [RequestDecoder].
///
/// After the first rule that is broken, fields are only counted.
final class RequestFields implements FieldSink {
  /// A block whose fields exceed the limit this many times ends the connection: its sender does not
  /// want to have it processed.
  static final int EXCESS = 8;

  /// The size of a field beyond its name and value, as of a line of HTTP/1, so that the limit is
  /// the same. It is less than the 32 of RFC 9113 §6.5.2, so clients that know the limit obey it.
  private static final int FIELD_OVERHEAD = 4;

  /// The maximum length of a line for the log that is cut, as in HTTP/1.
  private static final int MAX_MALFORMED = 1024;

  /// Approximate memory of a header beside its text, in bytes.
  private static final int HEADER_MEMORY = 96;

  private RequestLimits limits;

  /// Whether the fields are trailers.
  private boolean trailing;

  private @Nullable String malformed;
  private @Nullable Violation violation;
  private long size;

  @Nullable String method;
  @Nullable String scheme;
  @Nullable String authority;
  @Nullable String path;
  @Nullable String length;
  @Nullable String expectation;
  @Nullable String priority;

  /// The value of the header host.
  @Nullable String host;

  /// Whether a field after the pseudo-headers has occurred.
  private boolean regular;

  private final FieldList fields = new FieldList();

  /// The last host that was added for `:authority`.
  private Field lastHost = Field.valid("host", "");

  RequestFields(RequestLimits limits) {
    this.limits = limits;
  }

  /// Replaces the limits for the next head.
  void limits(RequestLimits limits) {
    this.limits = limits;
  }

  /// Begins a head or trailers.
  void begin(boolean trailing) {
    this.trailing = trailing;
    malformed = null;
    violation = null;
    size = 0;
    method = null;
    scheme = null;
    authority = null;
    path = null;
    length = null;
    expectation = null;
    priority = null;
    host = null;
    regular = trailing;
    fields.clear();
  }

  @Override
  public boolean accept(Field field) {
    String name = field.name();
    size += name.length() + field.value().length() + FIELD_OVERHEAD;
    if (malformed != null || violation != null) {
      return size <= (long) EXCESS * limits.maxHeadSize();
    }
    if (!field.isValid()) {
      malformed = "name or value of a field is invalid";
    } else if (name.charAt(0) == ':') {
      malformed = pseudo(name, field.value());
    } else {
      malformed = regular(field);
    }
    if (malformed == null && violation == null && size > limits.maxHeadSize()) {
      violation = Violation.HEAD_TOO_LARGE;
    }
    return true;
  }

  /// RFC 9113 §8.3: pseudo-headers are before all headers, each of them once, none unknown; none in
  /// trailers (§8.1).
  private @Nullable String pseudo(String name, String value) {
    if (regular) {
      return "pseudo-header after headers or in trailers";
    }
    String other;
    switch (name) {
      case ":method" -> {
        other = method;
        method = value;
      }
      case ":scheme" -> {
        other = scheme;
        scheme = value;
      }
      case ":authority" -> {
        other = authority;
        authority = value;
      }
      case ":path" -> {
        other = path;
        path = value;
        if (value.length() > limits.maxTargetSize()) {
          violation = Violation.TARGET_TOO_LONG;
        }
      }
      default -> {
        return "pseudo-header is unknown";
      }
    }
    return other == null ? null : "pseudo-header is repeated";
  }

  private @Nullable String regular(Field field) {
    if (!regular) {
      regular = true;
      addHost();
    }
    String value = field.value();
    switch (field.name()) {
      case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade" -> {
        return "header of a connection"; // RFC 9113 §8.2.2
      }
      case "te" -> {
        if (!value.equalsIgnoreCase("trailers")) {
          return "te is not trailers"; // RFC 9113 §8.2.2
        }
      }
      case "host" -> {
        if (authority != null && !authority.equalsIgnoreCase(value)) {
          return "host is not :authority"; // RFC 9113 §8.3.1
        }
        if (host != null) {
          violation = Violation.BAD_HOST;
        }
        host = value;
        if (authority != null) {
          return null; // the header is there already
        }
      }
      case "content-length" -> {
        if (length != null) {
          violation = Violation.BAD_CONTENT_LENGTH;
        }
        length = value;
      }
      case "expect" -> expectation = expectation == null ? value : expectation + ", " + value;
      case "priority" -> priority = priority == null ? value : priority + ", " + value;
      case "cookie" -> {
        fields.addCookie(field);
        checkCount();
        return null;
      }
      default -> {
        // all others are for the handlers
      }
    }
    fields.add(field);
    checkCount();
    return null;
  }

  /// Adds `:authority` as the header host, as handlers know it from HTTP/1.
  private void addHost() {
    if (authority != null) {
      if (!authority.equals(lastHost.value())) {
        lastHost = Field.valid("host", authority);
      }
      fields.add(lastHost);
    }
  }

  private void checkCount() {
    if (fields.headers() > limits.maxHeaders()) {
      violation = Violation.HEAD_TOO_LARGE;
    }
  }

  /// Completes a head or trailers.
  ///
  /// @return the broken rule, or null
  RequestDecoder.@Nullable Result end() {
    if (!regular) {
      regular = true;
      addHost();
    }
    if (malformed != null) {
      return new RequestDecoder.Malformed(malformed);
    }
    return violation == null ? null : new RequestDecoder.Refused(violation);
  }

  /// Returns the headers of a complete and valid head.
  Headers headers() {
    return fields.build((int) size);
  }

  /// Returns complete and valid trailers, without those that must be known before the body: a
  /// recipient ignores them (RFC 9110 §6.5.1).
  Headers trailers() {
    Headers received = headers();
    Headers.Builder permitted = Headers.builder();
    for (int i = 0; i < received.size(); i++) {
      if (Chunk.End.permits(received.name(i))) {
        permitted.add(received.name(i), received.value(i));
      }
    }
    return permitted.build();
  }

  /// Returns the last head, valid or not, as a request line for the log; the beginning if it is
  /// longer than a target may be.
  String requestLine() {
    if (method == null) {
      return "";
    }
    String line = method + ' ' + (path == null ? "" : path) + " HTTP/2.0";
    return line.length() <= limits.maxTargetSize()
        ? line
        : line.substring(0, Math.min(line.length(), MAX_MALFORMED));
  }

  /// Returns the approximate memory of the last head in bytes.
  int memory() {
    return (int) Math.min(size, limits.maxHeadSize()) + fields.headers() * HEADER_MEMORY;
  }

  /// Returns the approximate memory in bytes that is kept between two heads.
  int keptMemory() {
    return fields.kept();
  }
}
