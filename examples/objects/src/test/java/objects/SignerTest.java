package objects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples of the reference of Amazon S3, "Signature Calculations for the Authorization
/// Header".
class SignerTest {

  @ParameterizedTest
  @CsvSource({
    "/test.txt, bytes=0-9, f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    "/?lifecycle=, , fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    "/?max-keys=2&prefix=J, , 34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
  })
  void signature_is_that_of_the_reference(String path, String range, String signature) {
    Signer signer =
        new Signer(
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "us-east-1",
            () -> Instant.parse("2013-05-24T00:00:00Z"));
    Map<String, String> headers =
        signer.sign(
            "GET",
            URI.create("https://examplebucket.s3.amazonaws.com" + path),
            range == null ? Map.of() : Map.of("Range", range));
    String all = headers.get("Authorization");
    assertEquals(signature, all.substring(all.indexOf("Signature=") + "Signature=".length()));
  }
}
