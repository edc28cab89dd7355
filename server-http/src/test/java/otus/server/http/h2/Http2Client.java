package otus.server.http.h2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import otus.server.http.h1.Client;
import otus.server.http.h1.Server;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.h2.codec.FrameWriter;
import otus.server.http.h2.hpack.HpackDecoder;
import otus.server.http.h2.hpack.HuffmanDecoder;
import otus.server.http.request.Transport;
import otus.server.loop.ConnectionFactory;

/// A client of HTTP/2 that writes frames and describes those that it gets, one line each. Its field
/// blocks are literals; each method lets the server do everything that it can.
public final class Http2Client {
  public static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  private final Server server;
  final Client connection;
  private final HpackDecoder decoder = new HpackDecoder(4096, new HuffmanDecoder());
  private int seen;

  private Http2Client(Server server, ConnectionFactory factory) {
    this.server = server;
    connection = server.connect(factory);
  }

  /// Opens a connection without its preface.
  static Http2Client open(Server server) {
    return new Http2Client(server, new Http2Factory(server.context(), Transport.HTTP));
  }

  /// Opens a connection of another factory.
  static Http2Client open(Server server, ConnectionFactory factory) {
    return new Http2Client(server, factory);
  }

  /// Opens a connection, sends the preface with empty settings, and forgets the answer.
  static Http2Client connect(Server server) {
    Http2Client client = open(server).send(PREFACE).settings();
    client.frames();
    return client;
  }

  Http2Client send(String octets) {
    return send(octets.getBytes(StandardCharsets.ISO_8859_1));
  }

  Http2Client send(byte[] octets) {
    connection.send(octets);
    server.settle();
    return this;
  }

  /// Sends a frame of any kind.
  Http2Client frame(int type, int flags, int stream, byte[] payload) {
    return send(raw(type, flags, stream, payload));
  }

  public static byte[] raw(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .putInt(payload.length << 8 | type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  /// Sends settings: numbers and values in turn.
  Http2Client settings(int... settings) {
    ByteBuffer payload = ByteBuffer.allocate(settings.length * 3);
    for (int i = 0; i < settings.length; i += 2) {
      payload.putShort((short) settings[i]).putInt(settings[i + 1]);
    }
    return frame(4, 0, 0, payload.array());
  }

  /// Sends a GET request.
  Http2Client get(int stream, String path, String... headers) {
    return request(stream, "GET", path, true, headers);
  }

  /// Sends a request.
  Http2Client request(int stream, String method, String path, boolean end, String... headers) {
    return send(head(stream, method, path, end, headers));
  }

  static byte[] head(int stream, String method, String path, boolean end, String... headers) {
    List<String> fields =
        new ArrayList<>(
            List.of(":method", method, ":scheme", "http", ":path", path, ":authority", "a"));
    fields.addAll(List.of(headers));
    return fields(stream, end, fields.toArray(String[]::new));
  }

  /// Sends a field block with names and values in turn.
  Http2Client headers(int stream, boolean end, String... fields) {
    return send(fields(stream, end, fields));
  }

  public static byte[] fields(int stream, boolean end, String... fields) {
    return raw(1, END_HEADERS | (end ? END_STREAM : 0), stream, block(fields));
  }

  /// Encodes fields as literals without indexing.
  static byte[] block(String... fields) {
    ByteBuffer block = ByteBuffer.allocate(64 * 1024);
    for (int i = 0; i < fields.length; i += 2) {
      block.put((byte) 0);
      string(block, fields[i]);
      string(block, fields[i + 1]);
    }
    byte[] octets = new byte[block.position()];
    block.flip().get(octets);
    return octets;
  }

  private static void string(ByteBuffer block, String text) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    if (octets.length < 127) {
      block.put((byte) octets.length);
    } else {
      block.put((byte) 127);
      int rest = octets.length - 127;
      while (rest >= 128) {
        block.put((byte) (rest % 128 + 128));
        rest /= 128;
      }
      block.put((byte) rest);
    }
    block.put(octets);
  }

  Http2Client data(int stream, String content, boolean end) {
    byte[] octets = content.getBytes(StandardCharsets.ISO_8859_1);
    return frame(0, end ? END_STREAM : 0, stream, octets);
  }

  Http2Client reset(int stream, ErrorCode code) {
    ByteBuffer frame = ByteBuffer.allocate(FrameWriter.CONTROL_SIZE);
    FrameWriter.reset(frame, stream, code);
    return send(frame.flip());
  }

  Http2Client windowUpdate(int stream, int increment) {
    ByteBuffer frame = ByteBuffer.allocate(FrameWriter.CONTROL_SIZE);
    FrameWriter.windowUpdate(frame, stream, increment);
    return send(frame.flip());
  }

  Http2Client ping(long opaque, boolean ack) {
    return frame(6, ack ? 1 : 0, 0, ByteBuffer.allocate(8).putLong(opaque).array());
  }

  Http2Client priorityUpdate(int stream, String priority) {
    byte[] value = priority.getBytes(StandardCharsets.US_ASCII);
    return frame(16, 0, 0, ByteBuffer.allocate(4 + value.length).putInt(stream).put(value).array());
  }

  private Http2Client send(ByteBuffer frame) {
    byte[] octets = new byte[frame.remaining()];
    frame.get(octets);
    return send(octets);
  }

  /// Describes the frames that have arrived since the last call.
  List<String> frames() {
    ByteBuffer bytes = ByteBuffer.wrap(connection.received().getBytes(StandardCharsets.ISO_8859_1));
    bytes.position(seen);
    List<String> frames = new ArrayList<>();
    while (bytes.remaining() >= 9) {
      int word = bytes.getInt();
      int flags = bytes.get();
      int stream = bytes.getInt();
      byte[] payload = new byte[word >>> 8];
      bytes.get(payload);
      frames.add(describe(word & 0xff, flags, stream, ByteBuffer.wrap(payload)));
    }
    seen = bytes.position();
    return frames;
  }

  private String describe(int type, int flags, int stream, ByteBuffer in) {
    String end = (flags & END_STREAM) != 0 ? " end" : "";
    return switch (type) {
      case 0 -> "DATA " + stream + " " + text(in) + end;
      case 1 -> "HEADERS " + stream + " " + fields(in) + end;
      case 3 -> "RST_STREAM " + stream + " " + ErrorCode.values()[in.getInt()];
      case 4 -> (flags & 1) != 0 ? "SETTINGS ack" : "SETTINGS" + settings(in);
      case 6 -> ((flags & 1) != 0 ? "PING ack " : "PING ") + in.getLong();
      case 7 -> "GOAWAY " + in.getInt() + " " + ErrorCode.values()[in.getInt()] + " " + text(in);
      case 8 -> "WINDOW_UPDATE " + stream + " " + in.getInt();
      default -> "type " + type;
    };
  }

  private static String settings(ByteBuffer in) {
    StringBuilder settings = new StringBuilder();
    while (in.hasRemaining()) {
      settings.append(" ").append(in.getShort()).append("=").append(in.getInt());
    }
    return settings.toString();
  }

  /// Long content is described by its length.
  private static String text(ByteBuffer in) {
    String text = StandardCharsets.ISO_8859_1.decode(in).toString();
    return text.length() > 80 ? "(" + text.length() + ")" : text;
  }

  /// The fields that matter: the status without its name, and no date and server.
  private String fields(ByteBuffer block) {
    List<String> fields = new ArrayList<>();
    String error =
        decoder.decode(
            block,
            field -> {
              switch (field.name()) {
                case ":status" -> fields.add(field.value());
                case "server", "date" -> {}
                default -> fields.add(field.name() + "=" + field.value());
              }
              return true;
            });
    if (error != null) {
      throw new AssertionError(error);
    }
    return String.join(" ", fields);
  }

  /// Returns whether the server has shut down its output or closed the connection.
  boolean isEnded() {
    return connection.isEnded();
  }
}
