package otus.server.http.versions;

import java.util.List;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.RequestLimits;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.monitor.ExchangeRecord.End;

/// Requests that break a rule or a limit.
final class RefusalRows {
  private static final HttpLimits LIMITS =
      HttpLimits.defaults().withRequests(new RequestLimits(100, 1000, 10, 5));

  private RefusalRows() {}

  static List<Row> all() {
    return List.of(
        refused("no host", Row.get("/").authority(null)),
        refused("an invalid host", Row.get("/").authority("a b")),
        refused("a host with a user", Row.get("/").authority("u@a")),
        refused("a host with a wrong port", Row.get("/").authority("a:99999")),
        refused("two hosts", Row.get("/").authority(null).with("host", "a", "host", "a")),
        refused("a path above the root", Row.get("/../a")),
        refused("a wrong escape", Row.get("/%zz")),
        refused("an encoded NUL", Row.get("/%00")),
        refused("a fragment", Row.get("/#a")),
        refused("an asterisk for GET", Row.get("*")),
        refused("a target without a slash", Row.get("a")),
        refused("CONNECT", Row.of("CONNECT", "a:80").authority("a:80").line(null)),
        uploading(400, "a length that is no number", Row.post("abc").with("content-length", "x")),
        uploading(400, "a negative length", Row.post("abc").with("content-length", "-1")),
        uploading(
            400, "two lengths", Row.post("abc").with("content-length", "3", "content-length", "3")),
        refused(417, "an unknown expectation", Row.get("/").with("expect", "wonders")),
        uploading(413, "a length over the limit", Row.post("abcdef").declared().limits(LIMITS)),
        refused(414, "a long target", Row.get("/" + "a".repeat(100)).limits(LIMITS)).line(null),
        refused(431, "a large head", Row.get("/").with("x-a", "b".repeat(1000)).limits(LIMITS)),
        refused(431, "many headers", many().limits(LIMITS)),
        refused(413, "content over the limit", Row.post("abc", "def").by(RequestRows.ECHO))
            .limits(LIMITS),
        malformed("a space in a name", Row.get("/").with("x y", "z")),
        malformed("an empty name", Row.get("/").with("", "z")),
        malformed("a NUL in a value", Row.get("/").with("x", "a\0b")),
        malformed("a control character in a value", Row.get("/").with("x", "a\u0001b")),
        malformed("a method with a space", Row.of("G T", "/")),
        malformed("a method with a parenthesis", Row.of("G(T", "/")),
        malformed("a line end in a value", Row.get("/").with("x", "a\rb")),
        onlyHttp2("an upper-case name", "RFC 9113 §8.2.1", Row.get("/").with("X-A", "b")),
        onlyHttp2(
            "a header of the connection", "RFC 9113 §8.2.2", Row.get("/").with("keep-alive", "1")),
        onlyHttp2("TE: gzip", "RFC 9113 §8.2.2", Row.get("/").with("te", "gzip")),
        onlyHttp2("Connection: close", "RFC 9113 §8.2.2", Row.get("/").with("connection", "close"))
            .inHttp1("RFC 9112 §9.6", Expected::ended),
        Row.post()
            .named("content shorter than its length")
            .with("content-length", "3")
            .content("ab")
            .unfinished()
            .by(RequestRows.ECHO)
            .then((_, speaker) -> speaker.cut())
            .isRefused(400)
            .inHttp1("RFC 9112 §9.6", Expected::ended)
            .inHttp2("RFC 9113 §8.1.1", RefusalRows::reset),
        Row.post("ab")
            .named("trailers with an invalid name")
            .trailers("x y", "z")
            .by(RequestRows.ECHO)
            .isRefused(400)
            .inHttp1("RFC 9112 §9.6", Expected::ended)
            .inHttp2("RFC 9113 §8.1.1", RefusalRows::reset));
  }

  private static Row many() {
    Row row = Row.get("/");
    for (int i = 0; i < 11; i++) {
      row.with("x-" + i, "y");
    }
    return row;
  }

  private static Row refused(String name, Row row) {
    return refused(400, name, row);
  }

  /// In HTTP/1 the end of the request is not known for certain, so the connection ends.
  private static Row refused(int status, String name, Row row) {
    return row.named(name).isRefused(status).inHttp1("RFC 9112 §9.6", Expected::ended);
  }

  /// The content is not needed any more.
  private static Row uploading(int status, String name, Row row) {
    return refused(status, name, row)
        .inHttp2("RFC 9113 §8.1", each -> each.reset(ErrorCode.NO_ERROR));
  }

  /// In HTTP/2 the stream is reset; the record has the status that HTTP/1 sends.
  private static Row malformed(String name, Row row) {
    return refused(name, row).inHttp2("RFC 9113 §8.1.1", RefusalRows::reset);
  }

  private static Expected reset(Expected expected) {
    return expected.onlyReset(ErrorCode.PROTOCOL_ERROR);
  }

  /// Accepted in HTTP/1, malformed in HTTP/2.
  private static Row onlyHttp2(String name, String section, Row row) {
    return row.named(name)
        .is(200, "hello")
        .inHttp2(section, each -> reset(each.status(400, End.REFUSED)));
  }
}
