package otus.server.app;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// Sends one request to the admin listener of a running server, over TCP or a Unix socket. Used by
/// commands such as `reload`; one thread; blocking.
///
/// @param address the address of the admin listener
record ControlClient(SocketAddress address) {
  private static final int MAX_RESPONSE = 64 * 1024;

  /// The parts of a response that commands need.
  ///
  /// @param status the status code
  /// @param body the body as text
  record Answer(int status, String body) {}

  /// Sends a `POST` without a body and waits for the response.
  ///
  /// @throws IOException if no server answers at the address
  Answer post(String path) throws IOException {
    try (SocketChannel channel = open()) {
      String head =
          "POST "
              + path
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
              + "Connection: close\r\n\r\n";
      ByteBuffer request = ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
      while (request.hasRemaining()) {
        channel.write(request);
      }
      return parse(readAll(channel));
    }
  }

  private SocketChannel open() throws IOException {
    if (address instanceof InetSocketAddress) {
      return SocketChannel.open(address);
    }
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(address);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static String readAll(SocketChannel channel) throws IOException {
    ByteArrayOutputStream response = new ByteArrayOutputStream();
    ByteBuffer piece = ByteBuffer.allocate(4096);
    while (channel.read(piece) >= 0 && response.size() < MAX_RESPONSE) {
      response.write(piece.array(), 0, piece.position());
      piece.clear();
    }
    return response.toString(StandardCharsets.UTF_8);
  }

  private static Answer parse(String response) throws IOException {
    int end = response.indexOf("\r\n\r\n");
    if (end < 0 || !response.startsWith("HTTP/1.1 ")) {
      throw new EOFException("the answer is incomplete or not HTTP");
    }
    int status = Integer.parseInt(response.substring(9, 12));
    return new Answer(status, response.substring(end + 4).strip());
  }
}
