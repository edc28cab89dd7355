package otus.server.app.training;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A minimal HTTP client for [Training]. One thread; blocking.
public final class TrainingClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Socket socket;
  private final InputStream in;

  public TrainingClient(URI server) throws IOException {
    this(new Socket(server.getHost(), server.getPort()));
  }

  /// Creates a client with TLS.
  ///
  /// @param version the version of TLS, as the JDK names it
  TrainingClient(URI server, SSLContext context, String version) throws IOException {
    this(encrypted(server, context, version));
  }

  private TrainingClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout((int) TIMEOUT.toMillis());
    in = new BufferedInputStream(socket.getInputStream());
  }

  private static Socket encrypted(URI server, SSLContext context, String version)
      throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(server.getHost(), server.getPort());
    socket.setEnabledProtocols(new String[] {version});
    return socket;
  }

  /// Sends bytes as they are.
  public void send(String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Reads one response.
  ///
  /// @param head whether it is the response to a `HEAD`, which has no body
  /// @throws EOFException if the connection ends within the response
  public Answer receive(boolean head) throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    String tag = null;
    int length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] field = line.split(": *", 2);
      switch (field[0].toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = Integer.parseInt(field[1]);
        case "etag" -> tag = field[1];
        default -> {}
      }
    }
    boolean bodiless = head || status == 304;
    byte[] content = in.readNBytes(bodiless ? 0 : length);
    if (!bodiless && content.length < length) {
      throw new EOFException("a response ended early");
    }
    return new Answer(status, length, tag);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended in a response's head");
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /// The checked parts of a response.
  ///
  /// @param status status code
  /// @param length value of `Content-Length`, 0 without one
  /// @param tag entity tag, or null if it has none
  public record Answer(int status, int length, @Nullable String tag) {}
}
