package otus.server.http.h2.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import otus.server.api.Headers;
import otus.server.http.config.RequestLimits;
import otus.server.http.h2.hpack.HpackDecoder;
import otus.server.http.h2.hpack.HuffmanDecoder;
import otus.server.http.syntax.RequestHead;
import otus.server.http.syntax.Violation;

/// Decodes the field blocks of one connection to request heads and trailers (RFC 9113 §8). Pure;
/// owned by one connection.
///
/// Each block of the connection must be decoded, also that of a stream that is refused or closed:
/// the dynamic table depends on it.
public final class RequestDecoder {
  /// The maximum size of the dynamic table in bytes: the initial value of the setting, so no
  /// setting announces it.
  private static final int TABLE_SIZE = 4096;

  private RequestLimits limits;
  private final RequestFields fields;
  private final HpackDecoder hpack;

  /// The result of decoding a field block.
  public sealed interface Result permits Request, Trailers, Refused, Malformed, Frame.Broken {}

  /// The head of a request.
  ///
  /// @param head the head, in which `:authority` is the header host
  /// @param length the value of content-length, or -1; 0 if the stream ends with the head
  /// @param expectsContinue whether the client waits for a 100 before it sends the body
  /// @param priority the value of the header priority
  public record Request(RequestHead head, long length, boolean expectsContinue, Priority priority)
      implements Result {}

  /// Trailers.
  ///
  /// @param headers those that are permitted as trailers (RFC 9110 §6.5.1)
  public record Trailers(Headers headers) implements Result {}

  /// A head or trailers that break a rule that HTTP/1 has, too.
  ///
  /// @param violation the rule, which has the status of the response
  public record Refused(Violation violation) implements Result {}

  /// Malformed fields: a stream error PROTOCOL_ERROR (RFC 9113 §8.1.1).
  ///
  /// @param reason the broken rule; a constant
  public record Malformed(String reason) implements Result {}

  /// Creates a decoder of requests up to these limits.
  ///
  /// @param huffman a decoder of the same loop
  public RequestDecoder(RequestLimits limits, HuffmanDecoder huffman) {
    this.limits = limits;
    this.fields = new RequestFields(limits);
    this.hpack = new HpackDecoder(TABLE_SIZE, huffman);
  }

  /// Replaces the limits for the next block.
  public void limits(RequestLimits limits) {
    this.limits = limits;
    fields.limits(limits);
  }

  /// Decodes the head of a request.
  ///
  /// @param block a complete block in a heap buffer; consumed
  /// @param end whether the stream ends with the block, so that there is no body
  /// @return a [Request], [Refused], [Malformed] or [Frame.Broken]; after the last one the decoder
  ///     is not used again
  public Result head(ByteBuffer block, boolean end) {
    fields.begin(false);
    Result broken = decode(block);
    return broken == null ? HeadRules.check(fields, limits, end) : broken;
  }

  /// Decodes trailers.
  ///
  /// @param block a complete block in a heap buffer; consumed
  /// @return [Trailers], [Refused], [Malformed] or [Frame.Broken]
  public Result trailers(ByteBuffer block) {
    fields.begin(true);
    Result broken = decode(block);
    if (broken == null) {
      broken = fields.end();
    }
    return broken == null ? new Trailers(fields.trailers()) : broken;
  }

  /// Decodes a block whose fields are not needed.
  ///
  /// @param block a complete block in a heap buffer; consumed
  /// @return a connection error, or null
  public Frame.@Nullable Broken skip(ByteBuffer block) {
    fields.begin(true);
    return decode(block);
  }

  private Frame.@Nullable Broken decode(ByteBuffer block) {
    String reason = hpack.decode(block, fields);
    if (reason == null) {
      return null;
    }
    return reason.equals(HpackDecoder.REFUSED)
        ? new Frame.Broken(ErrorCode.ENHANCE_YOUR_CALM, "fields are far too large")
        : new Frame.Broken(ErrorCode.COMPRESSION_ERROR, reason);
  }

  /// Returns whether the last head, valid or not, has the method HEAD, so that its response has no
  /// body.
  public boolean isHeadRequest() {
    return "HEAD".equals(fields.method);
  }

  /// Returns the last head, valid or not, as a request line for the log. As sent, so it may contain
  /// any characters; empty if the head has no method.
  public String requestLine() {
    return fields.requestLine();
  }

  /// Returns the approximate memory of the last head in bytes.
  public int headMemory() {
    return fields.memory();
  }

  /// Returns the approximate memory in bytes that the decoder keeps between two heads.
  public int memory() {
    return hpack.memory() + fields.keptMemory();
  }
}
