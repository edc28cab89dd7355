package otus.server.http;

import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import otus.server.http.config.ListenSettings;
import otus.server.http.config.TlsSettings;
import otus.server.http.exchange.LoopContext;
import otus.server.http.h1.Http1Factory;
import otus.server.http.h2.Http2Factory;
import otus.server.http.monitor.TlsStatistics;
import otus.server.http.proxy.AddressedEndpoint;
import otus.server.http.proxy.ProxyProtocolFactory;
import otus.server.http.proxy.ProxyRefusals;
import otus.server.http.request.Transport;
import otus.server.http.tls.TlsListeners;
import otus.server.loop.ConnectionFactory;

/// Chooses the protocols of the connections of each listener, and owns what they share beyond
/// loops. Owned by the server; used on the owner's thread before the loops start, except the
/// counts, which any thread may read.
///
/// ```text
/// address ─▶ PROXY header, maybe ─▶ TLS, maybe ─▶ a version of HTTP
/// ```
final class Protocols {
  /// The refusals of listeners of the PROXY protocol, if there are any.
  private @Nullable ProxyRefusals refusals;

  /// The encrypted listeners, if there are any.
  private @Nullable TlsListeners encrypted;

  private boolean closed;

  /// Returns the factory of the connections of a listener on one loop.
  ConnectionFactory factory(LoopContext context, ListenSettings settings) {
    ConnectionFactory first =
        settings.proxyProtocol()
            ? new ProxyProtocolFactory(context, kind -> layer(context, settings, kind), refusals())
            : layer(context, settings, Transport.HTTP);
    SocketAddress name = settings.name();
    return name == null ? first : endpoint -> first.create(AddressedEndpoint.at(name, endpoint));
  }

  /// Returns the factory below the PROXY protocol.
  private ConnectionFactory layer(LoopContext context, ListenSettings settings, Transport kind) {
    TlsSettings tls = settings.tls();
    if (tls == null) {
      // RFC 9113 §3.3: clients with prior knowledge begin with the preface.
      return new Http1Factory(
          context, kind, settings.http2() ? new Http2Factory(context, kind) : null);
    }
    return encrypted().factory(context, tls, versions(context, kind.encrypted(), settings.http2()));
  }

  /// Returns the versions of HTTP by their ALPN names (RFC 7301), the preferred one first.
  private static SequencedMap<String, ConnectionFactory> versions(
      LoopContext context, Transport transport, boolean http2) {
    SequencedMap<String, ConnectionFactory> versions = new LinkedHashMap<>();
    if (http2) {
      versions.put("h2", new Http2Factory(context, transport));
    }
    versions.put("http/1.1", new Http1Factory(context, transport, null));
    return versions;
  }

  private ProxyRefusals refusals() {
    ProxyRefusals current = refusals == null ? new ProxyRefusals() : refusals;
    refusals = current;
    return current;
  }

  private TlsListeners encrypted() {
    TlsListeners current = encrypted == null ? new TlsListeners() : encrypted;
    encrypted = current;
    return current;
  }

  /// Returns the numbers of refused connections by reason, or null without the PROXY protocol.
  @Nullable Map<String, Long> refused() {
    ProxyRefusals current = refusals;
    return current == null ? null : current.totals();
  }

  /// Returns the counts of handshakes.
  TlsStatistics tls() {
    TlsListeners current = encrypted;
    return current == null ? TlsStatistics.NONE : current.statistics();
  }

  /// Ends the threads of the protocols, after the loops have ended.
  void close() {
    closed = true;
    TlsListeners current = encrypted;
    if (current != null) {
      current.close();
    }
  }

  /// Returns whether the server has stopped.
  boolean isClosed() {
    return closed;
  }
}
