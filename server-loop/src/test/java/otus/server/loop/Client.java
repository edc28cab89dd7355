package otus.server.loop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/// A client with a blocking socket, for the thread of the test.
final class Client implements AutoCloseable {
  static final String END = "<end>";
  static final String RESET = "<reset>";

  private final Socket socket = new Socket();

  Client(InetSocketAddress address) throws IOException {
    try {
      socket.setSoTimeout(30_000);
      socket.connect(address, 30_000);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  Client send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  String receive(int count) throws IOException {
    return new String(socket.getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
  }

  /// Sends a text and receives a text of the same length.
  String echo(String text) throws IOException {
    return send(text).receive(text.length());
  }

  void finish() throws IOException {
    socket.shutdownOutput();
  }

  /// Returns all bytes up to the end of the stream, followed by [#END] or [#RESET].
  String rest() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String ending = END;
    try {
      socket.getInputStream().transferTo(bytes);
    } catch (SocketException e) {
      ending = RESET;
    }
    return bytes.toString(StandardCharsets.ISO_8859_1) + ending;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
