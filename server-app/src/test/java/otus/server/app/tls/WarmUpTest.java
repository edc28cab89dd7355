package otus.server.app.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.app.cli.CommandLine;
import otus.server.app.cli.ParsedArgs;
import otus.server.app.config.Options;

class WarmUpTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "true, --tls-min=1.2",
    "true, --tls-min=1.3",
    "true, --tls-strict-sni",
    "true, --tls-ciphers=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "false, --tls-client-ca=CERTIFICATE",
  })
  void server_shakes_hands_with_itself_unless_it_wants_a_certificate(boolean finished, String flag)
      throws Exception {
    Path file = directory.resolve("certificate.pem");
    Files.writeString(file, SelfSigned.pem(Instant.now()));
    Options options = options("--tls-cert=" + file, flag.replace("CERTIFICATE", file.toString()));
    try (ServerTls tls = ServerTls.read(options, InstantSource.system(), _ -> {})) {
      assertEquals(finished, WarmUp.run(tls.get(), List.of("*.example.org", "localhost")));
    }
  }

  private static Options options(String... line) throws IOException {
    String[] all = Stream.concat(Stream.of("--port=0"), Arrays.stream(line)).toArray(String[]::new);
    return new CommandLine(ParsedArgs.sort(all)).options();
  }
}
