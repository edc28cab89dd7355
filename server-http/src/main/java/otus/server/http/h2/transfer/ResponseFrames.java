package otus.server.http.h2.transfer;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.http.connection.RegionReader;
import otus.server.http.exchange.ResponseBodyReader;
import otus.server.http.exchange.ResponseMemory;
import otus.server.http.exchange.Segment;
import otus.server.http.h2.codec.FrameWriter;

/// The body of one response as frames, one after the other. Owned by the stream, confined to its
/// loop.
public final class ResponseFrames {
  private static final Logger LOG = System.getLogger(ResponseFrames.class.getName());

  /// Memory in bytes of a response beside its body.
  private static final int RESPONSE = 1024;

  private final int stream;
  private final ResponseBodyReader reader;
  private final RegionReader regions;
  private final ResponseMemory.Use use;

  /// Whether the body ends with its known length, so that the last frame of content ends it.
  private final boolean fixed;

  /// The number of bytes left if the length is fixed.
  private long left;

  /// The segment that is being sent.
  private @Nullable ByteBuffer bytes;

  private Body.@Nullable FileRegion region;

  /// The number of bytes of the region that were sent.
  private long done;

  /// The length of the content of the last frame.
  private int added;

  private @Nullable Headers trailers;

  /// The fate of the next frame.
  public enum Result {
    /// A frame was added, and more follow.
    MORE,
    /// The last frame was added.
    END,
    /// The last frame has yet to be added: trailers.
    TRAILERS,
    /// The handler supplies no more now; the connection is notified when it does.
    WAITING,
    /// The window is closed.
    CLOSED_WINDOW,
    /// The body cannot be completed.
    BROKEN
  }

  /// @param use the memory of the body, which this object ends
  public ResponseFrames(
      int stream, ResponseBodyReader reader, RegionReader regions, ResponseMemory.Use use) {
    this.stream = stream;
    this.reader = reader;
    this.regions = regions;
    Body body = reader.body();
    fixed = body instanceof Body.Bytes || body instanceof Body.FileRegion;
    left = body.length();
    this.use = use;
  }

  /// Adds the next frame.
  ///
  /// @param max the maximum length of its content, by the windows and the limit of the rate; 0 or
  ///     less if only a frame without content can be sent
  public Result next(FrameOutput out, int max) throws IOException {
    if (bytes == null && region == null) {
      switch (reader.next()) {
        case Segment.Bytes(ByteBuffer buffer, boolean lent) -> bytes = buffer;
        case Segment.FileRegion(Body.FileRegion file) -> {
          region = file;
          done = 0;
        }
        case Segment.Pending pending -> {
          return Result.WAITING;
        }
        case Segment.End(Headers fields) -> {
          if (fields.size() > 0) {
            trailers = fields;
            return Result.TRAILERS;
          }
          FrameWriter.data(out.room(FrameWriter.HEADER_LENGTH), stream, 0, true);
          return Result.END;
        }
        case Segment.Failed failed -> {
          return Result.BROKEN;
        }
      }
    }
    if (max <= 0) {
      return Result.CLOSED_WINDOW;
    }
    return bytes == null ? region(out, max) : bytes(out, max, bytes);
  }

  private Result bytes(FrameOutput out, int max, ByteBuffer from) throws IOException {
    int length = Math.min(max, from.remaining());
    boolean end = fixed && left == length;
    ByteBuffer to = out.room(FrameWriter.HEADER_LENGTH + length);
    FrameWriter.data(to, stream, length, end);
    to.put(to.position(), from, from.position(), length);
    to.position(to.position() + length);
    from.position(from.position() + length);
    bytes = from.hasRemaining() ? from : null;
    return sent(length, end);
  }

  private Result region(FrameOutput out, int max) throws IOException {
    Body.FileRegion file = region;
    if (file == null) {
      throw new IllegalStateException("no segment");
    }
    int length = (int) Math.min(max, file.length() - done);
    boolean end = fixed && left == length;
    ByteBuffer to = out.room(FrameWriter.HEADER_LENGTH + length);
    int start = to.position();
    FrameWriter.data(to, stream, length, end);
    int limit = to.limit();
    to.limit(to.position() + length);
    boolean read = read(file, to);
    to.limit(limit);
    if (!read) {
      to.position(start);
      return Result.BROKEN;
    }
    done += length;
    region = done < file.length() ? file : null;
    return sent(length, end);
  }

  /// @return false if the file cannot be read, or has changed
  private boolean read(Body.FileRegion file, ByteBuffer to) {
    try {
      return regions.read(file, done, to);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "event=file-not-read stream=" + stream, e);
      return false;
    }
  }

  private Result sent(int length, boolean end) {
    left -= length;
    added = length;
    return end ? Result.END : Result.MORE;
  }

  /// Returns the length of the content of the frame that was added, once.
  public int takeLength() {
    int length = added;
    added = 0;
    return length;
  }

  /// Returns the trailers after [Result#TRAILERS].
  public Headers trailers() {
    Headers fields = trailers;
    return fields == null ? Headers.empty() : fields;
  }

  /// Returns the memory in bytes.
  public long held() {
    return RESPONSE + use.size() + Math.max(0, reader.largestLent() - ResponseMemory.STREAM);
  }

  /// Closes the body; called once.
  public void close() {
    use.end();
    reader.close();
  }
}
