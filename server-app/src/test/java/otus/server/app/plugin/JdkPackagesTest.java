package otus.server.app.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The table of the JDK's packages, compared with the JDK that runs this test.
class JdkPackagesTest {

  @Test
  void table_has_the_packages_of_this_jdk() {
    Map<String, String> modules = new HashMap<>();
    for (ModuleReference reference : ModuleFinder.ofSystem().findAll()) {
      ModuleDescriptor descriptor = reference.descriptor();
      for (Exports exports : descriptor.exports()) {
        if (!exports.isQualified() && !descriptor.name().equals("java.base")) {
          modules.put(exports.source(), descriptor.name());
        }
      }
    }
    assertEquals(modules, JdkPackages.modules());
  }

  @Test
  void only_packages_of_missing_modules_have_one() {
    JdkPackages packages = JdkPackages.of(name -> name.equals("java.sql"));
    assertEquals("java.desktop", packages.missingModule("java.awt.image"));
    assertNull(packages.missingModule("javax.sql"));
    assertNull(packages.missingModule("java.lang"));
    assertNull(packages.missingModule("com.example"));
  }
}
