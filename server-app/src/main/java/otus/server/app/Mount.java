package otus.server.app;

import java.util.Map;

/// A handler to make: which, and with what options.
///
/// @param handler the name of its provider
/// @param options as its provider understands them
record Mount(String handler, Map<String, String> options) {

  /// Takes a copy of the options.
  Mount {
    options = Map.copyOf(options);
  }
}
