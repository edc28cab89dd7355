package otus.server.app;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Sends one request to the admin listener of a running server, over TCP or a Unix socket. Used by
/// commands such as `reload`; one thread; blocking, until a timeout.
///
/// @param address the address of the admin listener
/// @param connectTimeout the maximum time to connect
/// @param answerTimeout the maximum time to wait for the next part of the response
record ControlClient(SocketAddress address, Duration connectTimeout, Duration answerTimeout) {
  private static final int MAX_RESPONSE = 64 * 1024;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

  /// Creates a client with the default timeouts.
  ControlClient(SocketAddress address) {
    this(address, CONNECT_TIMEOUT, ANSWER_TIMEOUT);
  }

  /// The parts of a response that commands need.
  ///
  /// @param status the status code
  /// @param body the body as text
  record Answer(int status, String body) {}

  /// Sends a `POST` without a body and waits for the response.
  ///
  /// @throws SocketTimeoutException if the server accepts the request, but does not respond in time
  /// @throws IOException if no server answers at the address
  Answer post(String path) throws IOException {
    try (SocketChannel channel = open();
        Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
      connect(channel, selector);
      String head =
          "POST "
              + path
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
              + "Connection: close\r\n\r\n";
      ByteBuffer request = ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
      channel.write(request);
      if (request.hasRemaining()) {
        throw new IOException("it does not read the request"); // always fits into a new socket
      }
      key.interestOps(SelectionKey.OP_READ);
      return parse(readAll(channel, selector));
    }
  }

  private SocketChannel open() throws IOException {
    return address instanceof InetSocketAddress
        ? SocketChannel.open()
        : SocketChannel.open(StandardProtocolFamily.UNIX);
  }

  private void connect(SocketChannel channel, Selector selector) throws IOException {
    boolean connected = channel.connect(address);
    while (!connected) {
      if (!isReady(selector, connectTimeout)) {
        throw new IOException("no connection within " + connectTimeout.toSeconds() + " s");
      }
      connected = channel.finishConnect();
    }
  }

  private static boolean isReady(Selector selector, Duration timeout) throws IOException {
    selector.selectedKeys().clear();
    return selector.select(timeout.toMillis()) > 0;
  }

  private String readAll(SocketChannel channel, Selector selector) throws IOException {
    ByteArrayOutputStream response = new ByteArrayOutputStream();
    ByteBuffer piece = ByteBuffer.allocate(4096);
    while (response.size() < MAX_RESPONSE) {
      if (!isReady(selector, answerTimeout)) {
        throw new SocketTimeoutException("no answer within " + answerTimeout.toSeconds() + " s");
      }
      if (channel.read(piece) < 0) {
        break;
      }
      response.write(piece.array(), 0, piece.position());
      piece.clear();
    }
    return response.toString(StandardCharsets.UTF_8);
  }

  private static Answer parse(String response) throws IOException {
    int end = response.indexOf("\r\n\r\n");
    if (end < 0 || !response.matches("(?s)HTTP/1\\.1 [0-9]{3}.*")) {
      throw new EOFException("the answer is incomplete or not HTTP");
    }
    int status = Integer.parseInt(response.substring(9, 12));
    return new Answer(status, response.substring(end + 4).strip());
  }
}
