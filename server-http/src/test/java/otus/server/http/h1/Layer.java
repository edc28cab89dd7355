package otus.server.http.h1;

import otus.server.loop.ConnectionFactory;

/// The layer below the connections of all tests.
enum Layer {
  /// No layer.
  NONE,
  /// A layer that delays and cuts bytes.
  CUT,
  /// TLS 1.3.
  TLS_1_3;

  /// The layer of this run, as the POM says.
  static final Layer OF_TESTS = valueOf(System.getProperty("otus.layer", "NONE"));

  /// Returns a factory of connections over the layer.
  ConnectionFactory over(ConnectionFactory factory) {
    return switch (this) {
      case NONE -> factory;
      case CUT -> new LayeredFactory(factory);
      case TLS_1_3 -> new EncryptedFactory(factory, "TLSv1.3");
    };
  }
}
