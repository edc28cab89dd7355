package otus.server.app.filters.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fuzz target: a password file is accepted if and only if all of its lines match a regular
/// expression, and the message for another file is one of a few, without a part of the file.
/// Public, as the fuzzer requires.
public final class PasswordFuzz {
  private static final Pattern USER =
      Pattern.compile(
          "([^:\\p{Cntrl}\\x80-\\x9f]+):(\\$2[aby]\\$(0[4-9]|1[0-5])\\$[./A-Za-z0-9]{53})");
  private static final Pattern MESSAGE =
      Pattern.compile(
          "it is not valid UTF-8|line [0-9]+: (it is longer than 512 characters|it is not name:hash"
              + "|the name contains a control character"
              + "|the hash is not bcrypt: create it with htpasswd -B"
              + "|the cost of the hash is [0-9]{1,2}, not 4 to 15|the name occurs twice)");

  private PasswordFuzz() {}

  /// Called by the fuzzer, and by `PasswordFuzzCorpusTest` for each seed.
  public static void fuzzerTestOneInput(byte[] data) {
    Optional<Map<String, String>> expected = credentials(data);
    try {
      Htpasswd file = Htpasswd.parse(data);
      assertTrue(expected.isPresent(), "a broken file was read");
      assertEquals(expected.get().size(), file.size());
      expected.get().forEach((name, hash) -> assertEquals(hash, file.hash(name)));
    } catch (IllegalArgumentException e) {
      assertTrue(expected.isEmpty(), e::getMessage);
      assertTrue(MESSAGE.matcher(e.getMessage()).matches(), e::getMessage);
    }
  }

  private static Optional<Map<String, String>> credentials(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    if (!Arrays.equals(data, text.getBytes(StandardCharsets.UTF_8))) {
      return Optional.empty();
    }
    Map<String, String> credentials = new HashMap<>();
    for (String line : text.replaceFirst("^\ufeff", "").split("\n", -1)) {
      String user = line.replaceFirst("\r\\z", "");
      if (user.isBlank() || user.startsWith("#")) {
        continue;
      }
      Matcher matcher = USER.matcher(user);
      if (!matcher.matches()
          || user.length() > 512
          || credentials.put(matcher.group(1), matcher.group(2)) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(credentials);
  }
}
