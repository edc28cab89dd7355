package otus.server.http.h2.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.exchange.DateHeader;
import otus.server.http.h2.codec.FrameWriter;
import otus.server.http.h2.codec.PeerSettings;
import otus.server.http.h2.hpack.HpackEncoder;

/// Adds the heads and trailers of one connection to its output. Owned by the sender, confined to
/// its loop.
///
/// @param output the output of the connection
/// @param encoder the encoder of the loop
/// @param settings the settings of the client
/// @param date the current time
public record FieldBlocks(
    FrameOutput output, HpackEncoder encoder, PeerSettings settings, DateHeader date) {
  private static final Status CONTINUE = new Status(100);

  /// Adds the head of a response.
  ///
  /// @param length the length of the content, or [Body#UNKNOWN]; [HpackEncoder#NO_LENGTH] if the
  ///     status has none
  /// @param end whether there is no content
  public void head(int stream, Response response, long length, boolean end) throws IOException {
    ByteBuffer block =
        encoder.response(
            response.status(),
            response.headers(),
            length == Body.UNKNOWN ? HpackEncoder.NO_LENGTH : length,
            date.octets(),
            settings.takeTableReset());
    add(stream, block, end);
  }

  /// Asks the client for the content that it holds back (RFC 9110 §10.1.1).
  public void proceed(int stream) throws IOException {
    add(stream, encoder.informational(CONTINUE, settings.takeTableReset()), false);
  }

  /// Adds trailers, which end the response.
  public void trailers(int stream, Headers trailers) throws IOException {
    add(stream, encoder.trailers(trailers, settings.takeTableReset()), true);
  }

  private void add(int stream, ByteBuffer block, boolean end) throws IOException {
    ByteBuffer room = output.room(FrameWriter.headersSize(block.remaining()));
    FrameWriter.headers(room, stream, block, end);
  }
}
