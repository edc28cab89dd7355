package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Headers;
import otus.server.api.Target;
import otus.server.api.UrlPath;
import otus.server.api.testing.FakeRequest;

class DirectoryRedirectTest {

  @ParameterizedTest
  @CsvSource({
    "/a, a/",
    "/a/b, b/",
    "/a?b=c, a/?b=c",
    "/a?, a/?",
    "//evil.example, evil.example/",
    "/%5C%5Cevil.example, %5C%5Cevil.example/",
    "/\\\\evil.example, %5C%5Cevil.example/",
    "/%2F%2Fevil.example, %2F%2Fevil.example/",
    "/a%2Fb, a%2Fb/",
    "/%2F%2fevil.example%2F..%2fa, %2F%2fevil.example%2F..%2fa/",
    "/http:evil.example, ./http:evil.example/",
    "/a%0D%0ASet-Cookie:x, ./a%0D%0ASet-Cookie:x/",
    "/a%20b, a%20b/",
    "/%C3%BC%25, %C3%BC%25/",
    "/a%22%3C%3E, a%22%3C%3E/",
    "/~user/(x)+y;z=1, (x)+y;z=1/",
    "/a?next=x, a/?next=x",
    "/a?%0d%0a, a/?%0d%0a",
    "/a?q=<b>\"x\", a/?q=%3Cb%3E%22x%22",
    "/a?i[0]={1}|2\\^`, a/?i%5B0%5D=%7B1%7D%7C2%5C%5E%60",
    "/a?b=100%&c=/?:@!$'(-._~)*+;=%3c, a/?b=100%&c=/?:@!$'(-._~)*+;=%3c",
  })
  void last_segment_gets_a_slash_and_stays_escaped(String target, String location) {
    assertEquals(location, DirectoryRedirect.of(FakeRequest.get(target).target()));
  }

  @ParameterizedTest
  @CsvSource({
    "/docs, true",
    "/docs/, false",
    "/, false",
    "*, false",
    "/docs/., false",
    "/docs/x/%2E%2e, false",
    "/docs%2F, false",
    "/docs%2f%2F, false",
    "/docs%2fx%2F%2e., false",
    "/x%2F..%2Fdocs, true",
  })
  void root_of_a_mount_may_lack_its_slash(String rawPath, boolean lacking) {
    Target target = new Target(UrlPath.ROOT, rawPath, null);
    assertEquals(lacking, DirectoryRedirect.lacksSlash(target));
  }

  @Test
  void query_is_escaped_for_the_header() {
    UrlPath path = new UrlPath(List.of("a"), false);
    String location = DirectoryRedirect.of(new Target(path, "/a", "q=\u00c3\u00bc \r\n#"));
    assertEquals("a/?q=%C3%BC%20%0D%0A%23", location);
    assertEquals(location, Headers.of("Location", location).first("Location"));
  }
}
