package otus.server.http.tls;

import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import otus.server.http.config.TlsSettings;
import otus.server.http.exchange.LoopContext;
import otus.server.http.monitor.TlsStatistics;
import otus.server.loop.ConnectionFactory;
import otus.server.loop.EventLoop;
import otus.server.loop.tls.HandshakePool;
import otus.server.loop.tls.TlsEvent;
import otus.server.loop.tls.TlsFactory;
import otus.server.loop.tls.TlsOptions;
import otus.server.loop.tls.TlsResources;

/// The encrypted listeners of a server: the threads for their handshakes, and the resources of each
/// loop. Created for the first such listener and owned by the server, which closes it after its
/// loops have ended. Changed by the owner's thread before the loops start; any thread may read the
/// statistics.
public final class TlsListeners implements AutoCloseable {
  /// The maximum number of handshakes that wait for a thread: about half a second of work for each
  /// processor.
  private static final int QUEUE = 1000;

  private static final String PLAIN_TEXT = "The plain HTTP request was sent to HTTPS port\n";

  private final HandshakePool pool;
  private final Map<EventLoop, TlsResources> resources = new IdentityHashMap<>();

  /// Creates an instance without listeners.
  public TlsListeners() {
    // Half of the processors, so that a flood of handshakes leaves some for the loops.
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    pool = new HandshakePool("otus-tls", threads, QUEUE);
  }

  /// Creates the factory of the connections of a listener on one loop.
  ///
  /// @param protocols the protocols by their ALPN names, the preferred ones first; the last one is
  ///     also that of clients without ALPN
  public ConnectionFactory factory(
      LoopContext context,
      TlsSettings settings,
      SequencedMap<String, ConnectionFactory> protocols) {
    TlsResources own =
        resources.computeIfAbsent(context.loop(), loop -> new TlsResources(loop, pool));
    return new TlsFactory(
        own,
        new TlsOptions(
            settings.engines(),
            protocols,
            protocols.lastEntry().getValue(),
            () -> new TlsConnectionAccount(context),
            () -> context.limits().headTimeout(),
            () -> context.limits().lingerTime(),
            () -> plainAnswer(context)));
  }

  /// Returns the response to a request that a client sends in plain text, as nginx does.
  private static String plainAnswer(LoopContext context) {
    String date = new String(context.date().octets(), StandardCharsets.ISO_8859_1);
    return String.join(
        "\r\n",
        "HTTP/1.1 400 Bad Request",
        "Date: " + date,
        "Content-Type: text/plain; charset=utf-8",
        "Content-Length: " + PLAIN_TEXT.length(),
        "Connection: close",
        "",
        PLAIN_TEXT);
  }

  /// Returns the counts of all loops. Any thread.
  public TlsStatistics statistics() {
    Map<String, Long> completed = new TreeMap<>();
    completed.put("1.3", count(TlsEvent.TLS_1_3));
    completed.put("1.2", count(TlsEvent.TLS_1_2));
    Map<String, Long> failed = new TreeMap<>();
    failed.put("protocol", count(TlsEvent.FAILED));
    failed.put("timeout", count(TlsEvent.TIMEOUT));
    failed.put("client_closed", count(TlsEvent.CLIENT_CLOSED));
    failed.put("plain_text", count(TlsEvent.PLAIN_TEXT));
    failed.put("busy", count(TlsEvent.BUSY));
    failed.put("server_closed", count(TlsEvent.SERVER_CLOSED));
    long handshaking =
        resources.values().stream().mapToLong(each -> each.counts().handshaking()).sum();
    return new TlsStatistics(handshaking, completed, count(TlsEvent.RESUMED), failed);
  }

  private long count(TlsEvent event) {
    return resources.values().stream().mapToLong(each -> each.counts().count(event)).sum();
  }

  /// Ends the threads for handshakes.
  @Override
  public void close() {
    pool.close();
  }
}
