package otus.server.app.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import otus.server.app.tls.SelfSigned;

/// The program that makes the certificate for the training run, which reads it from the file. It is
/// another process, since the classes that make a certificate would slow down all other starts if
/// the cache contained them. Run by the build; main thread.
final class TrainingCertificate {
  private TrainingCertificate() {}

  /// Writes a new certificate and its key.
  ///
  /// @param args the file to write
  static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args[0]), SelfSigned.pem(Instant.now()));
  }
}
