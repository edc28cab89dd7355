package otus.server.app.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Checks comments and test names for the words that CONTRIBUTING.md bans.
class CommentLintTest {
  @Test
  void comments_and_test_names_have_no_banned_words() throws IOException {
    List<String> findings = new ArrayList<>();
    for (String module : SourceTree.MODULES) {
      for (String kind : List.of("main", "test")) {
        Map<String, String> sources = SourceTree.read(module, kind);
        assertTrue(sources.size() > 4, "few files in " + module + " " + kind);
        sources.forEach(
            (file, source) -> {
              CommentLint.phrases(source).forEach(each -> findings.add(file + ":" + each));
              if (kind.equals("test")) {
                CommentLint.testNames(source).forEach(each -> findings.add(file + ":" + each));
              }
            });
      }
    }
    assertEquals("", String.join("\n", findings));
  }

  @Test
  void banned_phrases_are_found_in_each_kind_of_comment() {
    String planted =
        """
        /// What it is.
        ///
        /// @param a what is sent
        /// @param b the number. Whoever sends
        ///     it is none of ours
        /* Sent by who asks. */
        class A {
          int a; // nobody reads this
          // The folders of the
          // root, so
          // many of them.
          int b = 1; // All are none, but for one,

          // read anew for want of a cache, lately.
          /**
           * Whose file it is.
           */
          char c = '"'; // nobody
        }
        """;
    assertEquals(
        List.of(
            "1: clause as subject: What",
            "4: clause as subject: . Whoever",
            "3: clause after a tag: @param a what",
            "5: none: is none",
            "4: whoever: Whoever",
            "6: who without antecedent: by who asks",
            "8: nobody: nobody",
            "9: folder: folders",
            "10: so many: so many",
            "12: none: are none",
            "12: but for: but for",
            "14: anew: anew",
            "14: lately: lately",
            "14: for want of: for want of",
            "16: clause as subject: Whose",
            "18: nobody: nobody"),
        CommentLint.phrases(planted));
  }

  @Test
  void code_strings_and_plain_english_are_not_banned() {
    String plain =
        """
        /// A client who sends too much, and those who wait. `nobody` is a user.
        /// Is it open? Which one is it? Null if there is none.
        class A {
          String nobody = "// What is none" + 'a' + "\\" // nobody";
          String folder =
              ""\"
              // Whoever reads the "folder" anew
              ""\";
          int what_it_is = 1; // not what it was
        }
        """;
    assertEquals(List.of(), CommentLint.phrases(plain));
  }

  @Test
  void banned_test_names_are_found() {
    String planted =
        """
        class ATest {
          void what_is_sent() {}
          void who_asks() {}
          /* void
          whose_it_is() */
          void reader_sees_nobody_else() {}
          String text = "what_not(";
          void a_folder_is_listed() {}
          void file_of_somewhat_is_what_was_sent() { }
          void nobody_asks() {}
        }
        """;
    assertEquals(
        List.of(
            "2: test name: what_is_sent",
            "3: test name: who_asks",
            "6: test name: reader_sees_nobody_else",
            "8: test name: a_folder_is_listed",
            "10: test name: nobody_asks"),
        CommentLint.testNames(planted));
  }
}
