package otus.server.app.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The blocks of a PEM file (RFC 7468): certificates, keys and other objects in DER. Text outside
/// of blocks is ignored, as OpenSSL does. Immutable; pure.
///
/// @param blocks the blocks in the order of the file
record PemFile(List<Block> blocks) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  PemFile {
    blocks = List.copyOf(blocks);
  }

  /// A block.
  ///
  /// @param label the kind of the object, such as `CERTIFICATE`
  /// @param hasHeaders whether header lines precede the data: only encrypted keys of the format of
  ///     OpenSSL before PKCS#8 have them (RFC 1421 §4.6)
  /// @param der the object; not copied
  record Block(String label, boolean hasHeaders, byte[] der) {}

  /// Parses a file.
  ///
  /// @param content the bytes of the file
  /// @throws IllegalArgumentException if there is no block, or one is incomplete or not in Base64;
  ///     the message is for operators
  static PemFile parse(byte[] content) {
    List<Block> blocks = new ArrayList<>();
    String label = null;
    boolean hasHeaders = false;
    StringBuilder data = new StringBuilder();
    for (String each : new String(content, StandardCharsets.ISO_8859_1).split("\r\n|\n|\r")) {
      String line = each.strip();
      if (label == null) {
        label = label(line, BEGIN);
        hasHeaders = false;
        data.setLength(0);
      } else if (line.startsWith(END)) {
        if (!label.equals(label(line, END))) {
          throw new IllegalArgumentException("the block " + label + " has no end");
        }
        blocks.add(new Block(label, hasHeaders, decoded(label, hasHeaders ? "" : data.toString())));
        label = null;
      } else if (line.startsWith(BEGIN)) {
        throw new IllegalArgumentException("the block " + label + " has no end");
      } else if (line.indexOf(':') >= 0) {
        hasHeaders = true;
      } else {
        data.append(line);
      }
    }
    if (label != null) {
      throw new IllegalArgumentException("the block " + label + " has no end");
    }
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException(
          "it is not a PEM file, which has lines such as -----BEGIN CERTIFICATE-----");
    }
    return new PemFile(blocks);
  }

  private static @Nullable String label(String line, String begin) {
    boolean matches =
        line.startsWith(begin)
            && line.endsWith(DASHES)
            && line.length() > begin.length() + DASHES.length();
    return matches ? line.substring(begin.length(), line.length() - DASHES.length()) : null;
  }

  private static byte[] decoded(String label, String data) {
    try {
      return Base64.getDecoder().decode(data);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the block " + label + " is not in Base64", e);
    }
  }

  /// Returns the blocks with one of these labels.
  List<Block> labelled(List<String> labels) {
    return blocks.stream().filter(block -> labels.contains(block.label())).toList();
  }
}
