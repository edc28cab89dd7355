package otus.server.app.toml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import otus.server.app.config.UsageException;

/// Reads the text of a file. Stateless; main thread only.
final class TomlSource {
  private static final int MAX_BYTES = 1 << 20;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private TomlSource() {}

  /// Reads a file of at most 1 MiB.
  ///
  /// @throws UsageException if the file cannot be read, or is not encoded as UTF-8
  static String read(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] octets = in.readNBytes(MAX_BYTES + 1);
      if (octets.length > MAX_BYTES) {
        throw new UsageException(path + ": larger than 1 MiB");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw new UsageException("no such configuration file: " + path, e);
    } catch (CharacterCodingException e) {
      throw new UsageException(path + ": not TOML: it is not encoded as UTF-8", e);
    } catch (IOException e) {
      String reason = Files.isDirectory(path) ? "it is a directory" : e.getMessage();
      throw new UsageException("cannot read the configuration file " + path + ": " + reason, e);
    }
  }
}
