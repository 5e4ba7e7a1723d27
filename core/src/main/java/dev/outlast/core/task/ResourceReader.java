package dev.outlast.core.task;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads one map of resources, after everything has been laid over each other.
final class ResourceReader {
    private static final Map<String, String> DISK_TIERS =
            OrderedCopy.ofWords("low", "medium", "high", "ultra", "best", "none");
    private static final Map<String, String> NETWORK_TIERS = OrderedCopy.ofWords("standard", "best");
    private static final Map<String, String> LOCAL_DISKS = OrderedCopy.ofWords("nvme", "ssd");
    private static final String DOCKER = "docker:";

    private final Fields fields;
    private final Findings findings;

    private ResourceReader(Fields fields, Findings findings) {
        this.fields = fields;
        this.findings = findings;
    }

    static ResourceSpec read(Fields fields, Findings findings) {
        return new ResourceReader(fields, findings).read();
    }

    private ResourceSpec read() {
        var place = PlaceKeys.place(fields);
        var cpus = fields.read("cpus", AmountText::cpus, Amount.any());
        var accelerators = AcceleratorsReader.read(fields, findings);
        checkTpu(accelerators, place.provider());
        var image = image();
        checkImage(image, place.provider(), place.region());
        return new ResourceSpec(
                place.provider(),
                place.region(),
                place.zone(),
                cpus,
                fields.read("memory", text -> AmountText.memoryGb(text, cpus), Amount.any()),
                accelerators,
                acceleratorArgs(),
                fields.text("instance_type"),
                fields.has("use_spot") ? (fields.flag("use_spot", false) ? Spot.YES : Spot.NO) : Spot.UNSPECIFIED,
                fields.read("disk_size", SizeText::wholeGigabytes, ResourceSpec.DEFAULT_DISK_GB),
                fields.oneOf("disk_tier", DISK_TIERS, ""),
                fields.oneOf("network_tier", NETWORK_TIERS, ""),
                fields.read("local_disk", ResourceReader::localDisk, ""),
                fields.read("max_hourly_cost", ResourceReader::price, BigDecimal.ZERO),
                image,
                ports(),
                fields.texts("labels"),
                AutostopReader.read(fields),
                volumes());
    }

    private Map<String, String> acceleratorArgs() {
        var args = fields.open("accelerator_args", Section.ACCELERATOR_ARGS);
        var result = new LinkedHashMap<String, String>();
        for (var key : args.all().keySet()) {
            if (args.has(key)) {
                boolean flag = key.equals("tpu_vm") || key.equals("gcp_queued_resource");
                result.put(key, flag ? Boolean.toString(args.flag(key, false)) : args.text(key));
            }
        }
        return result;
    }

    private Image image() {
        if (!fields.has("image_id")) {
            return Image.DEFAULT;
        }
        if (fields.get("image_id").orElseThrow() instanceof Tree.Entries) {
            var ids = fields.texts("image_id");
            // A client writes the image of all regions as the one entry of a map, under the key null.
            var everywhere = ids.size() == 1 ? ids.get("null") : null;
            if (everywhere != null) {
                return new Image.Everywhere(everywhere);
            }
            return ids.isEmpty() ? Image.DEFAULT : new Image.ByRegion(ids);
        }
        var id = fields.text("image_id");
        return id.isEmpty() ? Image.DEFAULT : new Image.Everywhere(id);
    }

    private void checkImage(Image image, String provider, String region) {
        switch (image) {
            case Image.Default _ -> {}
            case Image.ByRegion _ when provider.isEmpty() -> needsCloud();
            case Image.ByRegion _ -> {}
            case Image.Everywhere(String id)
            when id.startsWith(DOCKER) -> {
                if (id.equals(DOCKER)) {
                    findings.problem(fields.at("image_id"), "found no name; expected docker:<image>");
                }
            }
            case Image.Everywhere(String id) -> {
                if (provider.isEmpty()) {
                    needsCloud();
                } else if (provider.equals("aws") && !id.startsWith("skypilot:") && region.isEmpty()) {
                    findings.problem(fields.at("image_id"), "an image of aws belongs to one region; give the region");
                }
            }
        }
    }

    private void needsCloud() {
        findings.problem(
                fields.at("image_id"), "a cloud image needs its cloud; give 'infra', or use docker:<image> anywhere");
    }

    private void checkTpu(Accelerators accelerators, String provider) {
        boolean tpu = accelerators.alternatives().stream()
                .anyMatch(d -> d instanceof AcceleratorDemand.Named named && KnownAccelerators.isTpu(named.name()));
        if (tpu && !List.of("", "gcp", "kubernetes", "local").contains(provider)) {
            findings.problem(fields.at("accelerators"), "TPUs are on gcp and kubernetes, not on " + provider);
        }
    }

    private List<PortRange> ports() {
        var ranges = new ArrayList<PortRange>();
        for (var leaf : fields.leaves("ports")) {
            switch (PortText.read(leaf.text())) {
                case Reading.Good<PortRange>(PortRange range) -> ranges.add(range);
                case Reading.Bad<PortRange>(String expected) ->
                    findings.problem(leaf.at(), "found " + leaf.found() + "; expected " + expected);
            }
        }
        return PortText.merged(ranges);
    }

    private List<Setting> volumes() {
        var tree = fields.get("volumes");
        if (tree.isPresent() && !(tree.get() instanceof Tree.Items)) {
            findings.problem(tree.get().at(), "found " + tree.get().found() + "; expected a list of disks");
        }
        return tree.orElse(null) instanceof Tree.Items list
                ? list.items().stream().map(Tree::setting).toList()
                : List.of();
    }

    private static Reading<String> localDisk(String text) {
        var parts = Text.lower(text).split(":", -1);
        boolean kind = LOCAL_DISKS.containsKey(parts[0]);
        boolean size = parts.length == 2 && AmountText.memoryGb(parts[1], Amount.any()) instanceof Reading.Good<Amount>;
        return kind && (parts.length == 1 || size)
                ? Reading.good(Text.lower(text))
                : Reading.bad("nvme or ssd, with a size in GB if it matters, such as nvme:500+");
    }

    private static Reading<BigDecimal> price(String text) {
        return SizeText.number(text) instanceof Reading.Good<BigDecimal>(BigDecimal price) && price.signum() > 0
                ? Reading.good(price)
                : Reading.bad("a price in USD per hour, above 0");
    }
}
