package otus.server.staticfiles.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          *.html            | /index.html          | true
          *.html            | /a/b/index.html      | true
          *.html            | /index.html.gz       | false
          *.html            | /.html               | true
          *.html            | /a.html/b            | false
          *                 | /a/b                 | true
          *.*               | /a/b                 | false
          index.html        | /index.html          | true
          index.html        | /a/index.html        | true
          index.html        | /a/xindex.html       | false
          /index.html       | /index.html          | true
          /index.html       | /a/index.html        | false
          a?c               | /x/abc               | true
          a?c               | /a/c                 | false
          a/?               | /a/b                 | true
          /a?b              | /a/b                 | false
          /assets/*         | /assets/a.js         | true
          /assets/*         | /assets/a/b.js       | false
          /assets/**        | /assets/a.js         | true
          /assets/**        | /assets/a/b.js       | true
          /assets/**        | /assets              | false
          /assets/**        | /assetsx/a           | false
          assets/**         | /assets/a/b.js       | true
          assets/**         | /x/assets/a.js       | false
          **/assets/*       | /x/y/assets/a.js     | true
          **/assets/*       | /assets/a.js         | true
          **/assets/*       | /xassets/a.js        | false
          /**/*.js          | /a.js                | true
          /**/*.js          | /a/b/c.js            | true
          /**/*.js          | /a/b/c.css           | false
          /a/**/z           | /a/z                 | true
          /a/**/z           | /a/b/c/z             | true
          /a/**/z           | /a/bz                | false
          /a/**/b/**/z      | /a/1/b/2/3/z         | true
          /a/**/b/**/z      | /a/1/2/3/z           | false
          a**z              | /xaz                 | false
          a**z              | /x/abcz              | true
          /a**z             | /ab/cz               | true
          **                | /a/b/c               | true
          /**               | /a                   | true
          *a*b*c*           | /xaxbxcx             | true
          *a*b*c*           | /xaxcxbx             | false
          [a].html          | /a.html              | false
          [a].html          | /[a].html            | true
          ü*.txt            | /über.txt            | true
          """)
  void pattern_matches_names_or_paths(String pattern, String path, boolean matches) {
    assertEquals(matches, new Glob(pattern).matches(path));
  }
}
