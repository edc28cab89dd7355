package otus.server.http.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import otus.server.http.config.HttpLimits;
import otus.server.http.h2.codec.FrameWriter;
import otus.server.http.h2.codec.Window;
import otus.server.http.h2.transfer.FrameOutput;

/// The octets with which each client begins, as far as they have arrived, and the answer to them
/// (RFC 9113 §3.4). Owned by one connection, confined to its loop.
final class Preface {
  /// The first line, which a connection of HTTP/1 may have read as a request line.
  static final String REQUEST_LINE = "PRI * HTTP/2.0";

  private static final byte[] OCTETS =
      (REQUEST_LINE + "\r\n\r\nSM\r\n\r\n").getBytes(StandardCharsets.US_ASCII);

  private int matched;

  private Preface(int matched) {
    this.matched = matched;
  }

  /// Returns a preface of which nothing has arrived.
  static Preface atStart() {
    return new Preface(0);
  }

  /// Returns a preface whose first line has arrived.
  static Preface afterRequestLine() {
    return new Preface(REQUEST_LINE.length() + 2);
  }

  /// Returns whether the whole preface has arrived.
  boolean isComplete() {
    return matched == OCTETS.length;
  }

  /// Takes as many of some bytes as belong to the preface.
  ///
  /// @return false if they are not a preface
  boolean read(ByteBuffer bytes) {
    while (matched < OCTETS.length && bytes.hasRemaining()) {
      if (bytes.get() != OCTETS[matched]) {
        return false;
      }
      matched++;
    }
    return true;
  }

  /// Adds the preface of this server: its settings, and a larger window for the connection.
  static void answer(FrameOutput output, HttpLimits limits) throws IOException {
    settings(output, limits);
    FrameWriter.windowUpdate(
        output.room(FrameWriter.CONTROL_SIZE), 0, Http2Connection.WINDOW - Window.DEFAULT_SIZE);
  }

  /// Adds the settings of this server. They may be sent again, with other limits.
  static void settings(FrameOutput output, HttpLimits limits) throws IOException {
    FrameWriter.settings(
        output.room(FrameWriter.SETTINGS_SIZE),
        limits.connection().maxStreams(),
        Window.DEFAULT_SIZE,
        limits.requests().maxHeadSize());
  }
}
