package bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import otus.server.http.config.RequestLimits;
import otus.server.http.h1.codec.Http1Head;
import otus.server.http.h1.codec.RequestParser;

/// Parses one request head after the other on one connection: the same again, or one that differs
/// from those before it in its last header.
public class RequestParserBench extends HotPath {
  private static final String WRK = "GET /104.bin HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n";
  private static final String BROWSER =
      """
      GET /assets/site.3f2a9c1b.css?v=2 HTTP/1.1\r
      Host: www.example.com\r
      User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r
      Accept: text/css,*/*;q=0.1\r
      Accept-Language: en-US,en;q=0.5\r
      Accept-Encoding: gzip, deflate, br, zstd\r
      Connection: keep-alive\r
      Referer: http://www.example.com/\r
      If-None-Match: "pk1u04ZW2ZcQba91Asc2yg"\r
      Priority: u=2\r
      \r
      """;

  /// The head: that of wrk, or that of a browser; the same each time, or a new one.
  @Param({"wrk", "browser", "wrk, new", "browser, new"})
  public String head = "";

  private final RequestParser parser = new RequestParser(RequestLimits.defaults());
  private ByteBuffer in = ByteBuffer.allocate(0);
  private boolean isNew;
  private int count;

  /// Makes the bytes.
  @Setup
  public void prepare() {
    String text = head.startsWith("wrk") ? WRK : BROWSER;
    isNew = head.endsWith("new");
    in = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Returns a complete head.
  @Benchmark
  public Http1Head parse() {
    if (isNew) {
      int end = in.limit() - "\r\n\r\n".length();
      count++;
      in.put(end - 1, (byte) ('0' + count % 10)).put(end - 2, (byte) ('0' + count / 10 % 10));
    }
    return (Http1Head) parser.parse(in.rewind());
  }
}
