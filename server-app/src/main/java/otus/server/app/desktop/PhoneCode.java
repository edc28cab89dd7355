package otus.server.app.desktop;

import io.nayuki.qrcodegen.QrCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.app.listen.ReachableAddresses;

/// The URL of the server as a QR code, in characters for a terminal. Used by [Desktop] on the main
/// thread; stateless.
///
/// The light modules are drawn, for the dark background of most terminals. Readers accept the
/// inverted code of a terminal with a light background as well.
final class PhoneCode {
  /// ISO/IEC 18004 wants a light border of four modules; readers need two on a screen.
  private static final int BORDER = 2;

  private static final char BOTH = '█';
  private static final char UPPER = '▀';
  private static final char LOWER = '▄';

  private PhoneCode() {}

  /// Returns the lines of the code, or one line with the reason why there is none.
  ///
  /// @param urls URLs of the server's root
  static String text(List<String> urls) {
    String url = url(urls);
    return url == null
        ? "--qr: no other device reaches this server; use --bind 0.0.0.0 to allow others\n"
        : drawn(QrCode.encodeText(url, QrCode.Ecc.LOW)) + "  " + url + "\n";
  }

  private static @Nullable String url(List<String> urls) {
    for (String url : urls) {
      String reachable = url.startsWith("http") ? ReachableAddresses.remote(url) : null;
      if (reachable != null) {
        return reachable;
      }
    }
    return null;
  }

  /// Draws two rows of modules in each line.
  private static String drawn(QrCode code) {
    StringBuilder text = new StringBuilder();
    for (int y = -BORDER; y < code.size + BORDER; y += 2) {
      text.append("  ");
      for (int x = -BORDER; x < code.size + BORDER; x++) {
        boolean upper = !code.getModule(x, y);
        boolean lower = !code.getModule(x, y + 1) && y + 1 < code.size + BORDER;
        text.append(upper ? (lower ? BOTH : UPPER) : lower ? LOWER : ' ');
      }
      text.append('\n');
    }
    return text.toString();
  }
}
