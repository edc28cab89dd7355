package otus.server.http.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import otus.server.http.config.HttpLimits;
import otus.server.http.exchange.LoopContext;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.h2.codec.Frame;
import otus.server.http.h2.codec.FrameReader;
import otus.server.http.h2.codec.FrameWriter;
import otus.server.http.h2.codec.PeerSettings;
import otus.server.http.h2.codec.Priority;
import otus.server.http.limit.Limit;

/// Acts on the frames of the client; [StreamFrames] acts on those of streams. Owned by the
/// connection, confined to its loop.
///
/// A broken rule ends its stream or the connection, as RFC 9113 says. Frames that cause work
/// without a use for it are counted by [UselessFrames].
final class FrameHandler {
  /// The factor by which a compressed head may exceed the limit of its fields, to be answered with
  /// 431 instead of ending the connection.
  private static final int BLOCK_FACTOR = 2;

  private final LoopContext context;
  private final Http2Connection connection;
  private final Sender sender;
  private final Streams streams;
  private final PeerSettings settings;
  private final UselessFrames useless;
  private final StreamFrames ofStreams;
  private final FrameReader frames;

  /// The limits of the next frame.
  private HttpLimits limits;

  /// Whether the settings of the client have arrived, which are its first frame.
  private boolean begun;

  FrameHandler(
      LoopContext context,
      Http2Connection connection,
      Sender sender,
      Streams streams,
      PeerSettings settings,
      UselessFrames useless,
      StreamFrames ofStreams) {
    this.context = context;
    this.connection = connection;
    this.sender = sender;
    this.streams = streams;
    this.settings = settings;
    this.useless = useless;
    this.ofStreams = ofStreams;
    limits = context.limits();
    frames = new FrameReader(maxBlock(limits));
  }

  private static int maxBlock(HttpLimits limits) {
    return BLOCK_FACTOR * limits.requests().maxHeadSize();
  }

  /// Returns the memory in bytes.
  int held() {
    return frames.memory() + ofStreams.held();
  }

  /// Returns whether a field block, or a frame other than DATA, has arrived in part.
  boolean hasBegun() {
    return frames.hasBegun();
  }

  /// Reads the next frame, with the current limits unless it has begun.
  Frame read(ByteBuffer bytes) throws IOException {
    HttpLimits current = context.limits();
    if (limits != current && !frames.hasBegun()) {
      replace(current);
    }
    return frames.read(bytes);
  }

  /// The limits were replaced. RFC 9113 §6.5: settings may be sent at any time; clients obey the
  /// former ones until they arrive.
  private void replace(HttpLimits current) throws IOException {
    boolean announced =
        limits.connection().maxStreams() == current.connection().maxStreams()
            && limits.requests().maxHeadSize() == current.requests().maxHeadSize();
    limits = current;
    frames.maxBlock(maxBlock(current));
    ofStreams.limits(current.requests());
    if (!announced) {
      Preface.settings(sender.output(), current);
    }
  }

  /// Acts on a frame.
  void on(Frame frame) throws IOException {
    if (!begun && !(frame instanceof Frame.Settings) && !(frame instanceof Frame.Broken)) {
      connection.fail(ErrorCode.PROTOCOL_ERROR, "the first frame is not SETTINGS");
      return;
    }
    switch (frame) {
      case Frame.Headers headers -> ofStreams.headers(headers);
      case Frame.Data data -> ofStreams.data(data);
      case Frame.WindowUpdate update -> windowUpdate(update);
      case Frame.Reset reset -> ofStreams.reset(reset);
      case Frame.Settings changed -> settings(changed);
      case Frame.SettingsAck ack -> useless.frame();
      case Frame.Ping(long opaque) -> {
        FrameWriter.pingAck(sender.output().room(FrameWriter.CONTROL_SIZE), opaque);
        useless.frame();
      }
      case Frame.PingAck(long opaque) -> {
        if (!connection.onPingAck(opaque)) {
          useless.frame();
        }
      }
      case Frame.GoAway goAway -> useless.frame(); // there are no streams of this server
      case Frame.Dependency dependency -> useless.frame();
      case Frame.Unknown unknown -> useless.frame();
      case Frame.PriorityUpdate(int stream, Priority priority) -> {
        ofStreams.prioritize(stream, priority);
        useless.frame();
      }
      case Frame.Broken(ErrorCode code, String reason) -> {
        if (code == ErrorCode.ENHANCE_YOUR_CALM && frames.hasBegun()) { // in a field block
          context.reached().add(Limit.HEAD_SIZE);
        }
        connection.fail(code, reason);
      }
      case Frame.BrokenStream(int stream, ErrorCode code, String reason) ->
          ofStreams.broken(stream, code, reason);
      case Frame.Incomplete incomplete -> throw new IllegalStateException("an incomplete frame");
    }
  }

  private void windowUpdate(Frame.WindowUpdate frame) throws IOException {
    if (frame.stream() != 0) {
      ofStreams.windowUpdate(frame);
    } else if (sender.order().open(frame.increment())) {
      useless.windowUpdate();
    } else {
      connection.fail(ErrorCode.FLOW_CONTROL_ERROR, "window of the connection is too large");
    }
  }

  private void settings(Frame.Settings frame) throws IOException {
    int before = settings.initialWindow();
    Frame.Broken broken = settings.apply(frame);
    if (broken != null) {
      connection.fail(broken.code(), broken.reason());
      return;
    }
    FrameWriter.settingsAck(sender.output().room(FrameWriter.CONTROL_SIZE));
    boolean first = !begun;
    begun = true;
    int change = settings.initialWindow() - before;
    if (change != 0) {
      for (Http2Stream stream : streams.all()) {
        if (!sender.order().open(stream, change)) {
          connection.fail(ErrorCode.FLOW_CONTROL_ERROR, "window of a stream is too large");
          return;
        }
        connection.touch(stream);
      }
    }
    if (!first) {
      useless.frame();
    }
  }
}
