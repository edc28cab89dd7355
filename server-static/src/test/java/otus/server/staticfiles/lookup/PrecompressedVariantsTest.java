package otus.server.staticfiles.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.staticfiles.file.PrecompressedFile;
import otus.server.staticfiles.file.Variant;
import otus.server.staticfiles.metadata.ContentCoding;
import otus.server.staticfiles.version.FileFacts;

/// The table of RFC 9110 §12.5.3: accepted codings, available variants, variant that is sent.
class PrecompressedVariantsTest {
  private static final FileFacts FACTS = new FileFacts(1, Instant.EPOCH, null, 0);

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      textBlock =
          """
          ''                                       | br zstd gzip | identity
          '  '                                     | br zstd gzip | identity
          ','                                      | br zstd gzip | identity
          gzip                                     | br zstd gzip | gzip
          br                                       | br zstd gzip | br
          zstd                                     | br zstd gzip | zstd
          gzip, deflate, br, zstd                  | br zstd gzip | br
          gzip, deflate, br, zstd                  | zstd gzip    | zstd
          gzip, deflate, br, zstd                  | gzip         | gzip
          gzip,deflate,br,zstd                     | br zstd gzip | br
          'gzip ,\tbr'                             | br zstd gzip | br
          'gzip,,br,'                              | br zstd gzip | br
          gzip, deflate                            | br zstd      | identity
          deflate                                  | br zstd gzip | identity
          compress, deflate, exi                   | br zstd gzip | identity
          GZIP                                     | br zstd gzip | gzip
          Br                                       | br gzip      | br
          x-gzip                                   | br zstd gzip | gzip
          X-GZip;q=0.5                             | gzip         | gzip
          x-gzip;q=0, gzip                         | gzip         | identity
          x-compress                               | gzip         | identity
          gzipped                                  | gzip         | identity
          gzi                                      | gzip         | identity
          g zip                                    | gzip         | identity
          gzip;q=1                                 | gzip         | gzip
          gzip;q=1.                                | gzip         | gzip
          gzip;q=1.0                               | gzip         | gzip
          gzip;q=1.000                             | gzip         | gzip
          gzip;q=0.5                               | gzip         | gzip
          gzip;q=0.001                             | gzip         | gzip
          gzip;q=0                                 | gzip         | identity
          gzip;q=0.                                | gzip         | identity
          gzip;q=0.0                               | gzip         | identity
          gzip;q=0.000                             | gzip         | identity
          gzip;Q=0                                 | gzip         | identity
          gzip;Q=1                                 | gzip         | gzip
          'gzip ; q=0'                             | gzip         | identity
          'gzip\t;\tq=1\t'                         | gzip         | gzip
          gzip;q =1                                | gzip         | identity
          gzip;q= 1                                | gzip         | identity
          gzip;q=1.1                               | gzip         | identity
          gzip;q=1.001                             | gzip         | identity
          gzip;q=2                                 | gzip         | identity
          gzip;q=-1                                | gzip         | identity
          gzip;q=0.1234                            | gzip         | identity
          gzip;q=.5                                | gzip         | identity
          gzip;q=00.5                              | gzip         | identity
          gzip;q=10                                | gzip         | identity
          gzip;q=0,5                               | gzip         | identity
          gzip;q=                                  | gzip         | identity
          gzip;q                                   | gzip         | identity
          gzip;                                    | gzip         | identity
          gzip;level=9                             | gzip         | identity
          gzip;level=9;q=1                         | gzip         | identity
          gzip;q=1;level=9                         | gzip         | identity
          gzip;q=a                                 | gzip         | identity
          gzip;q=0.x, br                           | br gzip      | br
          gzip q=1                                 | gzip         | identity
          gzip;q=1, br;q=0.9                       | br gzip      | gzip
          gzip;q=0.9, br;q=0.9                     | br gzip      | br
          br;q=0.001, gzip;q=0.002, zstd;q=0.003   | br zstd gzip | zstd
          br;q=0, gzip;q=0, zstd;q=0               | br zstd gzip | identity
          br;q=0, *                                | br zstd gzip | zstd
          br;q=0, zstd;q=0, *;q=0.1                | br zstd gzip | gzip
          *                                        | br zstd gzip | br
          *                                        | gzip         | gzip
          *;q=0.5                                  | zstd gzip    | zstd
          *;q=0                                    | br zstd gzip | identity
          *;q=0, gzip                              | br zstd gzip | gzip
          gzip, *;q=0                              | br           | identity
          gzip;q=0.3, *;q=0.5                      | br gzip      | br
          gzip;q=0.3, *;q=0.5                      | gzip         | identity
          *;q=0.5, gzip;q=0.3, identity;q=0.1      | gzip         | gzip
          **                                       | gzip         | identity
          identity                                 | br zstd gzip | identity
          identity;q=0                             | br zstd gzip | identity
          identity;q=0, gzip                       | br zstd gzip | gzip
          identity;q=0, gzip                       | br           | identity
          identity;q=0, *                          | br zstd gzip | br
          identity;q=0, *;q=0                      | br zstd gzip | identity
          identity, gzip                           | gzip         | gzip
          identity;q=1, gzip;q=0.5                 | gzip         | identity
          identity;q=0.5, gzip;q=1                 | gzip         | gzip
          identity;q=0.5, gzip;q=0.5               | gzip         | gzip
          identity;q=0.5, gzip;q=0.4, br;q=0.6     | br gzip      | br
          identity;q=0.5, gzip;q=0.4, br;q=0.6     | gzip         | identity
          IDENTITY;q=1, gzip;q=0.5                 | gzip         | identity
          gzip, gzip;q=0                           | gzip         | identity
          gzip;q=0.2, gzip;q=0.8, br;q=0.5         | br gzip      | br
          gzip, br                                 | ''           | identity
          ;q=1                                     | gzip         | identity
          '"gzip"'                                 | gzip         | identity
          """)
  void best_accepted_variant_is_sent(String accepted, String there, String sent) {
    List<Variant> variants =
        Arrays.stream(ContentCoding.values())
            .filter(coding -> List.of(there.split(" ")).contains(coding.token))
            .map(coding -> new Variant(new PrecompressedFile(coding, List.of(Path.of("a")), FACTS)))
            .toList();
    Variant best = PrecompressedVariants.best(accepted, variants);
    assertEquals(sent, best == null ? "identity" : best.precompressed().coding().token);
  }
}
