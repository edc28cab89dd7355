package otus.server.app.desktop;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The entry to this package. Stateless; called by `Program` on the main thread, when the server
/// serves and the banner is printed.
public final class Desktop {

  private Desktop() {}

  /// Opens the browser and shows a QR code, if the flags for that are given. Does not wait for the
  /// browser.
  ///
  /// @param given names of settings that are given, with `open` and `qr`
  /// @param urls URLs of the server's root
  /// @param out receives texts for the person who has started the server; any thread
  public static void show(Set<String> given, List<String> urls, Consumer<String> out) {
    if (given.contains("qr")) {
      out.accept(PhoneCode.text(urls));
    }
    if (given.contains("open")) {
      Browser browser = new Browser(System.getenv(), System.getProperty("os.name", ""), out);
      var _ = browser.open(urls);
    }
  }
}
