package otus.server.staticfiles.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ListingStyleTest {

  @Test
  void hash_in_the_policy_is_that_of_the_style() throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(ListingStyle.CSS.getBytes(StandardCharsets.UTF_8));
    assertEquals("sha256-" + Base64.getEncoder().encodeToString(digest), ListingStyle.HASH);
  }
}
