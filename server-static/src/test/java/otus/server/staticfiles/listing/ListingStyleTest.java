package otus.server.staticfiles.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ListingStyleTest {

  private static String hash(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }

  @Test
  void hashes_in_the_policy_are_those_of_style_and_script() throws Exception {
    assertEquals(hash(ListingStyle.CSS), ListingStyle.HASH);
    assertEquals(hash(ListingScript.JS), ListingScript.HASH);
  }
}
