package dev.outlast.core.task;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The accelerator names this installation knows, for their spelling and for "did you mean". Not a catalog: which
/// provider has which is for the providers to say.
final class KnownAccelerators {
    static final List<String> NAMES = names();

    private static final Map<String, String> CANONICAL =
            NAMES.stream().collect(Collectors.toMap(Text::lower, Function.identity()));
    private static final Pattern TPU = Pattern.compile("tpu-v(2|3|4|5e|5litepod|5p|6e|7|7x)(-[0-9]{1,5})?");

    private KnownAccelerators() {}

    /// In the spelling of the table, or as given if unknown. TPU names are lower case.
    static String canonical(String name) {
        var lower = Text.lower(name);
        return isTpu(name) ? lower : CANONICAL.getOrDefault(lower, name);
    }

    static boolean isKnown(String name) {
        return CANONICAL.containsKey(Text.lower(name)) || isTpu(name);
    }

    static boolean isTpu(String name) {
        return TPU.matcher(Text.lower(name)).matches();
    }

    static Optional<String> closest(String name) {
        return Closest.to(name, NAMES);
    }

    /// Whether two names differ in digits only. Then the stranger is more likely a model we have not heard of yet
    /// than a slip of the finger.
    static boolean differInModelNumber(String a, String b) {
        return lettersOf(a).equals(lettersOf(b));
    }

    private static String lettersOf(String name) {
        return Text.lower(name).replaceAll("[^a-z]", "");
    }

    private static List<String> names() {
        var nvidia = """
            A2 A10 A10G A16 A30 A40 A100 A100-40GB A100-80GB A100-80GB-SXM A100-SXM A800 A4000 A4500 A5000 A6000
            B100 B200 B200-SXM B300 GB200 GB300 GH200 H20 H100 H100-80GB H100-MEGA-80GB H100-NVL H100-SXM
            H100-PCIe H100NVL H200 H200-NVL H200-SXM H800 K80 L2 L4 L20 L40 L40S M4000 M60 P4 P40 P100 P4000 P5000
            P6000 T4 T4g V100 V100-16GB V100-32GB GTX1080 GTX1080Ti RTX2060 RTX2070 RTX2080 RTX2080Ti RTX3060
            RTX3070 RTX3080 RTX3080Ti RTX3090 RTX3090Ti RTX4000 RTX4000-Ada RTX4060 RTX4070 RTX4070Ti RTX4080
            RTX4090 RTX5000 RTX5000-Ada RTX5060 RTX5070 RTX5070Ti RTX5080 RTX5090 RTX6000 RTX6000-Ada
            RTX-PRO-4500 RTX-PRO-6000 RTXPRO6000 RTXA2000 RTXA4000 RTXA4500 RTXA5000 RTXA6000 TitanRTX TitanV
            TitanXP DGX-Spark
            """;
        var others = """
            MI25 MI50 MI100 MI210 MI250 MI250X MI300A MI300X MI308X MI325X MI350X MI355X Radeon-V520
            Radeon-Pro-V520 Gaudi Gaudi2 Gaudi3 Gaudi-HL-205 Trainium Trainium2 Trainium3 Inferentia Inferentia2
            tpu-v2-8 tpu-v3-8 tpu-v4-8 tpu-v5e tpu-v5litepod-1 tpu-v5p-8 tpu-v6e-1
            """;
        return List.of((nvidia + others).strip().split("\\s+"));
    }
}
