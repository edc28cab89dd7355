package otus.server.http.h2.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads the frames of one connection, after its preface (RFC 9113 §4, §6). Pure; owned by one
/// connection.
///
/// Complete frames are consumed, and large DATA frames in parts; the caller passes all other bytes
/// again, with those that follow. So at most one frame that is not DATA is kept, and a frame whose
/// header breaks a rule is refused before its payload arrives.
///
/// ```text
///   HEADER ──DATA──▶ DATA, in parts ──last part──▶ HEADER
///     ├──HEADERS, not complete──▶ BLOCK ──CONTINUATION, last──▶ HEADER
///     └──others──▶ HEADER          └──other frames──▶ connection error
/// ```
public final class FrameReader {
  /// The maximum size of a payload in bytes, which is the initial one of SETTINGS_MAX_FRAME_SIZE.
  public static final int MAX_SIZE = 16_384;

  /// The length of the header of a frame in bytes.
  static final int HEADER_LENGTH = 9;

  /// The maximum number of CONTINUATION frames of a block.
  static final int MAX_CONTINUATIONS = 8;

  private static final byte[] NO_BLOCK = new byte[0];

  private int maxBlock;

  /// The stream of the DATA frame that has arrived in part; 0 if there is no such frame.
  private int dataStream;

  private int dataLeft;
  private int paddingLeft;

  /// The bytes of the current frame that count for flow control with its next part: the length of
  /// the padding.
  private int uncounted;

  private boolean dataEnds;

  /// The stream of the field block that is incomplete; 0 if there is no such block.
  private int blockStream;

  private boolean blockEnds;
  private byte[] block = NO_BLOCK;
  private int blockLength;
  private int continuations;

  /// Whether a part of a frame other than DATA has arrived.
  private boolean partialFrame;

  /// Creates a reader.
  ///
  /// @param maxBlock the maximum size of a field block of several frames in bytes; beyond it the
  ///     connection ends, so it should be larger than the limit of a head that is answered with 431
  public FrameReader(int maxBlock) {
    this.maxBlock = maxBlock;
  }

  /// Replaces the maximum size of a field block. Called between two frames.
  ///
  /// @param maxBlock the size as in the constructor
  public void maxBlock(int maxBlock) {
    assert !hasBegun();
    this.maxBlock = maxBlock;
  }

  /// Returns whether a field block, or a frame other than DATA, has arrived in part.
  public boolean hasBegun() {
    return partialFrame || blockStream != 0;
  }

  /// Returns the memory of the incomplete field block in bytes.
  public int memory() {
    return block.length;
  }

  /// Reads the next frame. After a [Frame.Broken] the reader is not used again.
  ///
  /// @param bytes a heap buffer, of which the frame is consumed
  public Frame read(ByteBuffer bytes) {
    if (blockStream == 0) {
      block = NO_BLOCK; // the caller has used it
    }
    Frame frame = next(bytes);
    while (frame == null) { // a part of a field block
      frame = next(bytes);
    }
    return frame;
  }

  private @Nullable Frame next(ByteBuffer bytes) {
    if (dataStream != 0) {
      return data(bytes);
    }
    if (bytes.remaining() < HEADER_LENGTH) {
      partialFrame = bytes.hasRemaining();
      return Frame.Incomplete.INCOMPLETE;
    }
    int start = bytes.position();
    int length = bytes.getInt(start) >>> 8;
    int type = bytes.get(start + 3) & 0xff;
    int flags = bytes.get(start + 4);
    int stream = bytes.getInt(start + 5) & Integer.MAX_VALUE; // a reserved bit is ignored
    Frame broken = check(type, length, flags, stream);
    if (broken != null) {
      return broken;
    }
    if (type == FrameRules.DATA) {
      return beginData(bytes, length, flags, stream);
    }
    int end = start + HEADER_LENGTH + length;
    if (bytes.limit() < end) {
      partialFrame = true;
      return Frame.Incomplete.INCOMPLETE;
    }
    partialFrame = false;
    int limit = bytes.limit();
    bytes.position(start + HEADER_LENGTH).limit(end);
    Frame frame = payload(bytes, type, flags, stream);
    bytes.limit(limit).position(end);
    return frame;
  }

  private @Nullable Frame check(int type, int length, int flags, int stream) {
    boolean continues = type == FrameRules.CONTINUATION;
    if (blockStream != 0 ? !continues || stream != blockStream : continues) {
      // RFC 9113 §4.3: no other frame may occur within a field block. §6.10: CONTINUATION only
      // continues one.
      return FrameRules.protocol("field block is interrupted, or continued without a start");
    }
    return FrameRules.check(type, length, flags, stream);
  }

  /// Reads a payload: the remaining bytes of `in`.
  ///
  /// @return the frame, or null if it is a part of a field block
  private @Nullable Frame payload(ByteBuffer in, int type, int flags, int stream) {
    return switch (type) {
      case FrameRules.HEADERS -> headers(in, flags, stream);
      case FrameRules.CONTINUATION -> continuation(in, flags);
      case FrameRules.PRIORITY -> FrameRules.priority(in, stream);
      case FrameRules.RST_STREAM -> new Frame.Reset(stream, in.getInt());
      case FrameRules.SETTINGS ->
          (flags & FrameRules.ACK) != 0 ? Frame.SettingsAck.SETTINGS_ACK : PeerSettings.read(in);
      case FrameRules.PING ->
          (flags & FrameRules.ACK) != 0
              ? new Frame.PingAck(in.getLong())
              : new Frame.Ping(in.getLong());
      case FrameRules.GOAWAY -> new Frame.GoAway(in.getInt() & Integer.MAX_VALUE, in.getInt());
      case FrameRules.WINDOW_UPDATE -> FrameRules.windowUpdate(in, stream);
      case FrameRules.PRIORITY_UPDATE -> FrameRules.priorityUpdate(in);
      default -> new Frame.Unknown(type);
    };
  }

  private Frame beginData(ByteBuffer bytes, int length, int flags, int stream) {
    boolean padded = (flags & FrameRules.PADDED) != 0;
    int prefix = padded ? 1 : 0;
    if (padded && length == 0) {
      return FrameRules.size("padded DATA has no padding length");
    }
    if (bytes.remaining() < HEADER_LENGTH + prefix) {
      return Frame.Incomplete.INCOMPLETE;
    }
    int padding = padded ? bytes.get(bytes.position() + HEADER_LENGTH) & 0xff : 0;
    if (padding > length - prefix) {
      // RFC 9113 §6.1: padding of the length of the payload or longer is a connection error.
      return FrameRules.protocol("padding is longer than DATA");
    }
    bytes.position(bytes.position() + HEADER_LENGTH + prefix);
    partialFrame = false;
    dataStream = stream;
    dataLeft = length - prefix - padding;
    paddingLeft = padding;
    uncounted = prefix + padding;
    dataEnds = (flags & FrameRules.END_STREAM) != 0;
    return data(bytes);
  }

  /// Returns the next part of a DATA frame. The last part includes the padding, so it waits until
  /// that has arrived; so each part has content, unless the frame has no content.
  private Frame data(ByteBuffer bytes) {
    boolean last = bytes.remaining() >= dataLeft + paddingLeft;
    int length = last ? dataLeft : bytes.remaining();
    if (!last && (length == 0 || length >= dataLeft)) {
      return Frame.Incomplete.INCOMPLETE;
    }
    ByteBuffer content = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length + (last ? paddingLeft : 0));
    int stream = dataStream;
    int flow = length + uncounted;
    uncounted = 0;
    dataLeft -= length;
    if (last) {
      dataStream = 0;
    }
    return new Frame.Data(stream, content, flow, last && dataEnds);
  }

  private @Nullable Frame headers(ByteBuffer in, int flags, int stream) {
    boolean padded = (flags & FrameRules.PADDED) != 0;
    boolean prioritized = (flags & FrameRules.WITH_PRIORITY) != 0;
    int prefix = (padded ? 1 : 0) + (prioritized ? FrameRules.PRIORITY_LENGTH : 0);
    if (in.remaining() < prefix) {
      return FrameRules.size("HEADERS has not all of its parts");
    }
    int padding = padded ? in.get() & 0xff : 0;
    if (prioritized && FrameRules.dependsOnItself(in, stream)) {
      // RFC 7540 §5.3.1. A connection error, because the block would have to be decoded otherwise.
      return FrameRules.protocol("stream depends on itself");
    }
    if (padding > in.remaining()) {
      return FrameRules.protocol("padding is longer than HEADERS");
    }
    in.limit(in.limit() - padding);
    boolean end = (flags & FrameRules.END_STREAM) != 0;
    if ((flags & FrameRules.END_HEADERS) != 0) {
      return new Frame.Headers(stream, in.slice(), end);
    }
    blockStream = stream;
    blockEnds = end;
    blockLength = 0;
    continuations = 0;
    return append(in);
  }

  private @Nullable Frame continuation(ByteBuffer in, int flags) {
    if (++continuations > MAX_CONTINUATIONS) {
      return calm("field block has too many CONTINUATION frames");
    }
    Frame broken = append(in);
    if (broken != null || (flags & FrameRules.END_HEADERS) == 0) {
      return broken;
    }
    int stream = blockStream;
    blockStream = 0;
    return new Frame.Headers(stream, ByteBuffer.wrap(block, 0, blockLength), blockEnds);
  }

  /// Copies a part of the field block.
  private @Nullable Frame append(ByteBuffer in) {
    int length = in.remaining();
    if (length > maxBlock - blockLength) {
      return calm("field block is too large");
    }
    if (length > block.length - blockLength) {
      block = Arrays.copyOf(block, Math.min(maxBlock, 2 * (blockLength + length)));
    }
    in.get(block, blockLength, length);
    blockLength += length;
    return null;
  }

  private static Frame calm(String reason) {
    return new Frame.Broken(ErrorCode.ENHANCE_YOUR_CALM, reason);
  }
}
