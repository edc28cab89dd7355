package otus.server.app.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The complete dependencies and exports of each module. Changing them is a decision, so this test
/// has to be changed, too.
class ModuleDescriptorTest {

  @Test
  void api_exports_to_all_modules_and_requires_only_java_base() throws IOException {
    assertModule(
        "api",
        """
        module otus.server.api
        requires mandated java.base
        requires static org.jspecify
        exports otus.server.api
        exports otus.server.api.fields
        exports otus.server.api.routing
        exports otus.server.api.spi
        exports otus.server.api.testing
        uses otus.server.api.spi.FilterProvider
        uses otus.server.api.spi.HandlerProvider
        """);
  }

  @Test
  void loop_provides_its_own_transport() throws IOException {
    assertModule(
        "loop",
        """
        module otus.server.loop
        requires mandated java.base
        requires static org.jspecify
        exports otus.server.loop to otus.server.http
        exports otus.server.loop.address to otus.server.app, otus.server.http
        exports otus.server.loop.linux to otus.server.app
        exports otus.server.loop.tls to otus.server.http
        uses otus.server.loop.Transport
        provides otus.server.loop.Transport with otus.server.loop.nio.NioTransport
        """);
  }

  @Test
  void http_exports_its_server_and_config_for_embedding() throws IOException {
    assertModule(
        "http",
        """
        module otus.server.http
        requires mandated java.base
        requires otus.server.loop
        requires static org.jspecify
        requires transitive otus.server.api
        exports otus.server.http
        exports otus.server.http.config
        exports otus.server.http.monitor
        exports otus.server.http.testing
        """);
  }

  @Test
  void static_files_depend_on_the_api_only() throws IOException {
    assertModule(
        "static",
        """
        module otus.server.staticfiles
        requires mandated java.base
        requires otus.server.api
        requires static org.jspecify
        provides otus.server.api.spi.HandlerProvider with \
        otus.server.staticfiles.StaticHandlerProvider
        """);
  }

  @Test
  void application_exports_nothing_and_requires_no_handler() throws IOException {
    assertModule(
        "app",
        """
        module otus.server.app
        requires com.fasterxml.jackson.core
        requires com.fasterxml.jackson.dataformat.toml
        requires io.nayuki.qrcodegen
        requires java.logging
        requires java.management
        requires jdk.jfr
        requires jdk.unsupported
        requires mandated java.base
        requires org.apache.commons.cli
        requires org.bouncycastle.provider
        requires otus.server.api
        requires otus.server.http
        requires otus.server.loop
        requires static org.jspecify
        exports otus.server.app.logging to java.logging
        uses otus.server.api.spi.FilterProvider
        uses otus.server.api.spi.HandlerProvider
        provides otus.server.api.spi.FilterProvider with \
        otus.server.app.filters.auth.AuthProvider, \
        otus.server.app.filters.compress.CompressProvider, \
        otus.server.app.filters.cors.CorsProvider, \
        otus.server.app.filters.headers.ErrorPageProvider, \
        otus.server.app.filters.headers.HeaderProvider, \
        otus.server.app.filters.headers.SecurityHeadersProvider, \
        otus.server.app.filters.https.HstsProvider, \
        otus.server.app.filters.https.HttpsRedirectProvider
        """);
  }

  /// On the class path, Java looks for providers in files.
  @Test
  void files_of_services_name_the_providers_of_the_descriptors() throws IOException {
    for (String directory : SourceTree.MODULES) {
      Map<String, List<String>> provided = new TreeMap<>();
      for (ModuleDescriptor.Provides each : descriptor(directory).provides()) {
        provided.put(each.service(), each.providers());
      }
      Map<String, List<String>> listed = new TreeMap<>();
      Path files = classes(directory).resolve("META-INF/services");
      if (Files.exists(files)) {
        try (Stream<Path> all = Files.list(files)) {
          for (Path file : all.toList()) {
            listed.put(file.getFileName().toString(), Files.readAllLines(file));
          }
        }
      }
      assertEquals(provided, listed, directory);
    }
  }

  private static void assertModule(String directory, String expected) throws IOException {
    assertEquals(expected, text(descriptor(directory)));
  }

  private static ModuleDescriptor descriptor(String directory) throws IOException {
    try (InputStream in = Files.newInputStream(classes(directory).resolve("module-info.class"))) {
      return ModuleDescriptor.read(in);
    }
  }

  private static Path classes(String directory) {
    return Path.of("..", "server-" + directory, "target", "classes");
  }

  private static String text(ModuleDescriptor module) {
    return (module.isOpen() ? "open " : "")
        + ("module " + module.name() + "\n")
        + lines(module.requires(), r -> "requires " + modifiers(r.modifiers()) + r.name())
        + lines(module.exports(), e -> "exports " + e.source() + to(e.targets()))
        + lines(module.opens(), o -> "opens " + o.source() + to(o.targets()))
        + lines(module.uses(), service -> "uses " + service)
        + lines(
            module.provides(),
            p -> "provides " + p.service() + " with " + String.join(", ", p.providers()));
  }

  private static <T> String lines(Collection<T> things, Function<T, String> line) {
    StringBuilder text = new StringBuilder();
    new TreeSet<>(things.stream().map(line).toList())
        .forEach(each -> text.append(each).append('\n'));
    return text.toString();
  }

  private static String modifiers(Collection<ModuleDescriptor.Requires.Modifier> modifiers) {
    StringBuilder text = new StringBuilder();
    for (ModuleDescriptor.Requires.Modifier modifier : new TreeSet<>(modifiers)) {
      text.append(modifier.name().toLowerCase(java.util.Locale.ROOT)).append(' ');
    }
    return text.toString();
  }

  private static String to(Collection<String> targets) {
    return targets.isEmpty() ? "" : " to " + String.join(", ", new TreeSet<>(targets));
  }
}
