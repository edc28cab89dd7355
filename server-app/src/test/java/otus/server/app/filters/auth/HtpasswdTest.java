package otus.server.app.filters.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtpasswdTest {
  // Test vectors of crypt_blowfish, which introduced these hashes.
  private static final String U_U = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
  private static final String U_U_ = "$2y$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK";

  private static Htpasswd parse(String text) {
    return Htpasswd.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void line_is_a_user() {
    Htpasswd file = parse("# comment\r\n\n  \nann:" + U_U + "\r\nJürgen K.:" + U_U_);
    assertEquals(2, file.size());
    assertEquals(U_U, file.hash("ann"));
    assertEquals(U_U_, file.hash("Jürgen K."));
    assertNull(file.hash("Ann"));
    assertNull(file.hash("# comment"));
  }

  @Test
  void byte_order_mark_is_not_part_of_a_name() {
    assertEquals(U_U, parse("\ufeffann:" + U_U).hash("ann"));
  }

  @Test
  void empty_file_has_no_users() {
    assertEquals(0, parse("").size());
    assertNull(parse("#\n").anyHash(7));
  }

  @Test
  void unknown_user_is_checked_against_the_same_hash_each_time() {
    Htpasswd file = parse("a:" + U_U + "\nb:" + U_U_);
    assertEquals(file.anyHash(Integer.MIN_VALUE), file.anyHash(Integer.MIN_VALUE));
    assertFalse(file.anyHash(0).equals(file.anyHash(1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ann                                   | it is not name:hash",
        ":HASH                                 | it is not name:hash",
        "ann:                                  | the hash is not bcrypt: create it with htpasswd"
            + " -B",
        "ann:secret                            | the hash is not bcrypt: create it with htpasswd"
            + " -B",
        "ann:$apr1$dHzSSQEp$yMXNjk2RWcCjKwNCI1 | the hash is not bcrypt: create it with htpasswd"
            + " -B",
        "ann:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ= | the hash is not bcrypt: create it with htpasswd"
            + " -B",
        "ann:$2x$HASH                          | the hash is not bcrypt: create it with htpasswd"
            + " -B",
        "ann:HASHx                             | the hash is not bcrypt: create it with htpasswd"
            + " -B",
        "ann:HASH:more                         | the hash is not bcrypt: create it with htpasswd"
            + " -B",
        "ann:COST03                            | the cost of the hash is 3, not 4 to 15",
        "ann:COST16                            | the cost of the hash is 16, not 4 to 15",
        "a\tb:HASH                             | the name contains a control character",
        "bob:HASH                              | the name occurs twice",
      })
  void invalid_line_is_reported_by_number_without_its_text(String line, String fault) {
    String text =
        line.replace("HASH", U_U)
            .replace("COST03", U_U.replace("05", "03"))
            .replace("COST16", U_U.replace("05", "16"))
            .replace("\\t", "\t");
    assertEquals(
        "line 3: " + fault,
        assertThrows(
                IllegalArgumentException.class,
                () -> parse("#\nbob:" + U_U + "\n" + text + "\nccc:" + U_U))
            .getMessage());
  }

  @Test
  void line_has_at_most_512_characters() {
    String name = "n".repeat(512 - U_U.length() - 1);
    assertEquals(1, parse(name + ":" + U_U).size());
    assertEquals(
        "line 1: it is longer than 512 characters",
        assertThrows(IllegalArgumentException.class, () -> parse("n" + name + ":" + U_U))
            .getMessage());
  }

  @Test
  void file_that_is_not_utf_8_is_rejected() {
    assertEquals(
        "it is not valid UTF-8",
        assertThrows(
                IllegalArgumentException.class, () -> Htpasswd.parse(new byte[] {'a', (byte) 0xe4}))
            .getMessage());
  }

  @Test
  void library_passes_the_test_vectors_of_bcrypt() {
    assertTrue(Bcrypt.matches(U_U, "U*U".getBytes(StandardCharsets.UTF_8)));
    assertTrue(Bcrypt.matches(U_U_, "U*U*".getBytes(StandardCharsets.UTF_8)));
    assertFalse(Bcrypt.matches(U_U, "U*U*".getBytes(StandardCharsets.UTF_8)));
    assertFalse(Bcrypt.matches(U_U, new byte[0]));
    assertFalse(Bcrypt.matches(U_U, new byte[200]));
  }
}
