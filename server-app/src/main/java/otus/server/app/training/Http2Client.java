package otus.server.app.training;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// A minimal HTTP/2 client for [Http2Training]: it sends requests and reads all responses. It knows
/// the status only if it has an index in the static table (RFC 7541 appendix A). One thread;
/// blocking.
final class Http2Client implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final HexFormat HEX = HexFormat.of();

  /// The preface, an empty SETTINGS, and WINDOW_UPDATE by 1 MiB for the connection.
  private static final byte[] PREFACE =
      HEX.parseHex(
          "505249202a20485454502f322e300d0a0d0a534d0d0a0d0a"
              + "000000040000000000"
              + "00000408000000000000100000");

  /// Fields of a request but its path: method, scheme, then authority in Huffman code and accept,
  /// with indexing in the first request, and from the table afterwards.
  private static final String GET = "8287";

  private static final String POST = "8387";
  private static final String NEW_FIELDS = "4186a0e41d139d09" + "53032a2f2a";
  private static final String KNOWN_FIELDS = "bfbe";

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;

  /// Status codes of the static table, from its index 8.
  private static final int[] STATUS = {200, 204, 206, 304, 400, 404, 500};

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private int stream = -1;
  private int open;

  /// Creates a client with prior knowledge (RFC 9113 §3.3).
  Http2Client(URI server) throws IOException {
    this(new Socket(server.getHost(), server.getPort()));
  }

  /// Creates a client with TLS.
  Http2Client(URI server, SSLContext context) throws IOException {
    this(encrypted(server, context));
  }

  private Http2Client(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout((int) TIMEOUT.toMillis());
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
    pending.writeBytes(PREFACE);
  }

  private static Socket encrypted(URI server, SSLContext context) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(server.getHost(), server.getPort());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    return socket;
  }

  /// Adds a request, which [#exchange] sends.
  void get(String path) {
    head(GET, path, END_STREAM | END_HEADERS);
  }

  /// Adds a request with a body.
  void post(String path, int length) {
    head(POST, path, END_HEADERS);
    frame(DATA, END_STREAM, stream, new byte[length]);
  }

  private void head(String first, String path, int flags) {
    String fields = stream < 0 ? NEW_FIELDS : KNOWN_FIELDS;
    byte[] octets = path.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(HEX.parseHex(first));
    block.write(4); // :path, not indexed
    block.write(octets.length);
    block.writeBytes(octets);
    block.writeBytes(HEX.parseHex(fields));
    stream += 2;
    open++;
    frame(HEADERS, flags, stream, block.toByteArray());
  }

  private void frame(int type, int flags, int stream, byte... payload) {
    int length = payload.length;
    pending.writeBytes(new byte[] {(byte) (length >> 16), (byte) (length >> 8), (byte) length});
    pending.writeBytes(new byte[] {(byte) type, (byte) flags});
    pending.writeBytes(integer(stream));
    pending.writeBytes(payload);
  }

  private static byte[] integer(int value) {
    return new byte[] {
      (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value
    };
  }

  /// Sends all requests in one write and reads their responses.
  ///
  /// @return the facts of the responses
  /// @throws IOException if the server refuses a request or ends the connection
  Received exchange() throws IOException {
    Received received = new Received();
    while (open > 0) {
      flush();
      read(received);
    }
    flush();
    return received;
  }

  private void flush() throws IOException {
    if (pending.size() > 0) {
      pending.writeTo(out);
      pending.reset();
    }
  }

  private void read(Received received) throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int id = in.readInt();
    byte[] payload = in.readNBytes(length);
    if (payload.length < length) {
      throw new EOFException("the connection ended in a frame");
    }
    switch (type) {
      case DATA -> {
        received.length += length;
        if (length > 0) {
          frame(WINDOW_UPDATE, 0, 0, integer(length));
          if ((flags & END_STREAM) == 0) {
            frame(WINDOW_UPDATE, 0, id, integer(length));
          }
        }
      }
      case HEADERS -> received.add(payload[0]);
      case SETTINGS -> {
        if ((flags & ACK) == 0) {
          frame(SETTINGS, ACK, 0);
        }
      }
      case RST_STREAM, GOAWAY -> throw new IOException("refused: " + HEX.formatHex(payload));
      default -> {}
    }
    if (type <= HEADERS && (flags & END_STREAM) != 0) {
      open--;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /// The checked parts of some responses.
  static final class Received {
    private int length;
    private int successful;

    private void add(byte field) {
      int i = (field & 0x7f) - 8;
      boolean isIndexed = field < 0;
      if (isIndexed && i >= 0 && i < STATUS.length && STATUS[i] < 400) {
        successful++;
      }
    }

    /// The number of bytes of all bodies.
    int length() {
      return length;
    }

    /// The number of responses with status 200, 204, 206 or 304.
    int successful() {
      return successful;
    }
  }
}
