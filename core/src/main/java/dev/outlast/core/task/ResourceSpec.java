package dev.outlast.core.task;

import dev.outlast.core.cluster.Place;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// What each node must be like. Empty text and [Amount#any()] mean "any" or "not given"; a zero price means "no
/// ceiling".
///
/// `region` of `kubernetes` is the context, which may contain slashes. `diskSizeGb` is above zero.
/// `maxHourlyCost` is USD per hour and node, as offers are priced. Labels keep the order written.
public record ResourceSpec(
        String provider,
        String region,
        String zone,
        Amount cpus,
        Amount memoryGb,
        Accelerators accelerators,
        Map<String, String> acceleratorArgs,
        String instanceType,
        Spot useSpot,
        int diskSizeGb,
        String diskTier,
        String networkTier,
        String localDisk,
        BigDecimal maxHourlyCost,
        Image image,
        List<PortRange> ports,
        Map<String, String> labels,
        Autostop autostop,
        List<Setting> volumes) {
    public static final int DEFAULT_DISK_GB = 256;

    /// No wish at all.
    public static final ResourceSpec ANY = new ResourceSpec(
            "",
            "",
            "",
            Amount.any(),
            Amount.any(),
            Accelerators.NONE,
            Map.of(),
            "",
            Spot.UNSPECIFIED,
            DEFAULT_DISK_GB,
            "",
            "",
            "",
            BigDecimal.ZERO,
            Image.DEFAULT,
            List.of(),
            Map.of(),
            Autostop.NONE,
            List.of());

    public ResourceSpec {
        acceleratorArgs = OrderedCopy.of(acceleratorArgs);
        ports = List.copyOf(ports);
        labels = OrderedCopy.of(labels);
        volumes = List.copyOf(volumes);
    }

    /// Provider, region and zone.
    public Place place() {
        return new Place(provider, region, zone);
    }

    /// This wish, elsewhere.
    public ResourceSpec withPlace(String newProvider, String newRegion, String newZone) {
        return new ResourceSpec(
                newProvider,
                newRegion,
                newZone,
                cpus,
                memoryGb,
                accelerators,
                acceleratorArgs,
                instanceType,
                useSpot,
                diskSizeGb,
                diskTier,
                networkTier,
                localDisk,
                maxHourlyCost,
                image,
                ports,
                labels,
                autostop,
                volumes);
    }

    /// This wish, with other accelerators.
    public ResourceSpec withAccelerators(Accelerators newAccelerators) {
        return new ResourceSpec(
                provider,
                region,
                zone,
                cpus,
                memoryGb,
                newAccelerators,
                acceleratorArgs,
                instanceType,
                useSpot,
                diskSizeGb,
                diskTier,
                networkTier,
                localDisk,
                maxHourlyCost,
                image,
                ports,
                labels,
                autostop,
                volumes);
    }

    /// This wish, on spot machines or not.
    public ResourceSpec withSpot(Spot newUseSpot) {
        return new ResourceSpec(
                provider,
                region,
                zone,
                cpus,
                memoryGb,
                accelerators,
                acceleratorArgs,
                instanceType,
                newUseSpot,
                diskSizeGb,
                diskTier,
                networkTier,
                localDisk,
                maxHourlyCost,
                image,
                ports,
                labels,
                autostop,
                volumes);
    }
}
