package otus.server.loop.tls;

import java.util.List;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import otus.server.loop.ConnectionFactory;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;

/// Creates the TLS connections of a listener on one loop. Owned by the loop, confined to it.
///
/// ```java
/// TlsResources resources = new TlsResources(loop, pool);
/// ConnectionFactory factory = new TlsFactory(resources, options);
/// ```
public final class TlsFactory implements ConnectionFactory {
  private final TlsResources resources;
  private final TlsOptions options;

  /// Chooses the protocol of a connection; on a thread of the [HandshakePool].
  private final BiFunction<SSLEngine, List<String>, @Nullable String> selector;

  /// @param resources those of the loop, which all its listeners share
  public TlsFactory(TlsResources resources, TlsOptions options) {
    this.resources = resources;
    this.options = options;
    List<String> names = List.copyOf(options.protocols().keySet());
    selector = (_, offered) -> preferred(names, offered);
  }

  private static @Nullable String preferred(List<String> names, List<String> offered) {
    for (String name : names) {
      if (offered.contains(name)) {
        return name;
      }
    }
    return null; // the engine sends the alert no_application_protocol
  }

  @Override
  public EndpointListener create(Endpoint endpoint) {
    return new TlsConnection(this, endpoint);
  }

  TlsResources resources() {
    return resources;
  }

  TlsOptions options() {
    return options;
  }

  /// Creates the engine of a connection whose handshake begins.
  SSLEngine engine() throws SSLException {
    SSLEngine engine = options.engines().get();
    engine.setHandshakeApplicationProtocolSelector(selector);
    engine.beginHandshake();
    return engine;
  }
}
