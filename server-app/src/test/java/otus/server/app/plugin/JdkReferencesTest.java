package otus.server.app.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import otus.server.app.PluginJar;
import otus.server.app.config.PluginDirectory;

/// Reads the constant pools of a jar.
class JdkReferencesTest {
  @TempDir Path temporary;

  @Test
  void references_to_missing_modules_are_found_once_for_each_module() throws Exception {
    Path jar =
        PluginJar.plugin("hello", PluginJar.text("Hi!"))
            .source(
                "hello/Painter.java",
                "package hello; class Painter { java.awt.Color[] all; "
                    + "Object made() { return new java.awt.Color[0]; } "
                    + "Object image() { return new java.awt.image.BufferedImage(1, 1, 1); } }")
            .source(
                "hello/Query.java",
                "package hello; class Query { Object made() throws Exception { return"
                    + " java.sql.DriverManager.getDrivers(); } }")
            .automatic("hello.Provider")
            .write(Files.createDirectories(temporary.resolve("plugins")).resolve("hello.jar"));
    JdkPackages packages = JdkPackages.of(name -> !name.equals("java.desktop"));
    assertEquals(
        List.of(
            "hello.jar may need modules of the JDK that the runtime image lacks:",
            "    java.desktop: hello.Painter uses java.awt.Color",
            "    an image that has them: mvn -q -DskipTests package -Dimage.modules=java.desktop"),
        JdkReferences.of(PluginDirectory.plugin(jar), List.of(jar), packages));
  }
}
