package otus.server.http.h1.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import otus.server.api.Headers;
import otus.server.api.Status;
import otus.server.http.syntax.ReasonPhrases;

/// Writes response heads (RFC 9112 §4): the status line, the headers of the protocol, the headers
/// of the handler. Pure, except for a cache of status lines; owned by one loop.
///
/// ```text
/// HTTP/1.1 200 OK
/// Server: otus-server
/// Date: Sun, 06 Nov 1994 08:49:37 GMT
/// Connection: keep-alive
/// Content-Length: 5
/// …
/// ```
public final class HeadEncoder {
  private static final byte[] KEEP_ALIVE = octets("\r\nConnection: keep-alive\r\n");
  private static final byte[] CLOSE = octets("\r\nConnection: close\r\n");
  private static final byte[] LENGTH = octets("Content-Length: ");
  private static final byte[] CHUNKED = octets("Transfer-Encoding: chunked\r\n");

  /// Room in bytes for the status line and the headers of the protocol, which never need more.
  private static final int MAX_FIXED = 256;

  private static final int CODES = 600;

  private final byte[][] firstLines = new byte[CODES][];

  /// Creates an encoder with an empty cache.
  public HeadEncoder() {}

  /// Returns the room in bytes that a head needs at most.
  public static int size(Headers headers) {
    int size = MAX_FIXED;
    for (int i = 0; i < headers.size(); i++) {
      size += headers.name(i).length() + headers.value(i).length() + 4;
    }
    return size;
  }

  /// Writes a head.
  ///
  /// @param out a buffer with room for [#size] bytes
  /// @param date the value of Date in ISO 8859-1
  /// @param persistent whether the connection stays open after the response
  public void encode(
      ByteBuffer out,
      Status status,
      Headers headers,
      ResponseFraming framing,
      byte[] date,
      boolean persistent) {
    out.put(firstLines(status.code())).put(date).put(persistent ? KEEP_ALIVE : CLOSE);
    switch (framing.kind()) {
      case LENGTH -> {
        out.put(LENGTH);
        putNumber(out, framing.length());
        putLineEnd(out);
      }
      case CHUNKED -> out.put(CHUNKED);
      case NONE, CLOSE -> {
        // no header declares these
      }
    }
    putHeaders(out, headers);
    putLineEnd(out);
  }

  /// Writes header lines.
  static void putHeaders(ByteBuffer out, Headers headers) {
    for (int i = 0; i < headers.size(); i++) {
      putText(out, headers.name(i));
      out.put((byte) ':').put((byte) ' ');
      putText(out, headers.value(i));
      putLineEnd(out);
    }
  }

  private byte[] firstLines(int code) {
    byte[] lines = firstLines[code];
    if (lines == null) {
      lines =
          octets(
              "HTTP/1.1 "
                  + code
                  + ' '
                  + ReasonPhrases.of(code)
                  + "\r\nServer: otus-server\r\nDate: ");
      firstLines[code] = lines;
    }
    return lines;
  }

  private static void putNumber(ByteBuffer out, long number) {
    long power = 1;
    while (number / power >= 10) {
      power *= 10;
    }
    for (; power > 0; power /= 10) {
      out.put((byte) ('0' + number / power % 10));
    }
  }

  /// Writes one byte for each character: headers are ISO 8859-1 by the contract of [Headers].
  private static void putText(ByteBuffer out, String text) {
    for (int i = 0; i < text.length(); i++) {
      out.put((byte) text.charAt(i));
    }
  }

  private static void putLineEnd(ByteBuffer out) {
    out.put((byte) '\r').put((byte) '\n');
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
