package dev.outlast.testkit.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.cluster.Quantity;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.Inventory;
import dev.outlast.core.spi.Inventory.Shelf;
import dev.outlast.core.spi.Inventory.Stock;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a launcher that has an [Inventory] promises. Extend it beside the launcher.
public abstract class InventoryContract {
    private @Nullable LauncherBench bench;

    /// A world that has accelerators, in which one node of some is free and nobody else takes or gives any.
    protected abstract LauncherBench newBench();

    /// A launcher over this world, one of whose regions cannot be asked while another one, with accelerators, can;
    /// empty where that does not happen. Whoever extends this closes it.
    protected Optional<Launcher> halfDeaf(LauncherBench world) {
        return Optional.empty();
    }

    @BeforeEach
    final void open() {
        bench = newBench();
    }

    @AfterEach
    final void close() {
        bench().close();
    }

    private LauncherBench bench() {
        return Objects.requireNonNull(bench, "the bench is there only within a test");
    }

    private static List<Shelf> look(Launcher launcher) {
        assertThat(launcher).isInstanceOf(Inventory.class);
        return ((Inventory) launcher).accelerators();
    }

    /// What is told once all can be asked and nothing changes any more.
    private List<Shelf> shelves() {
        bench().await(
                        "all can be asked",
                        () -> look(bench().launcher()).stream()
                                .allMatch(shelf -> shelf.problem().isEmpty()));
        return look(bench().launcher());
    }

    private static Demand one(Shelf shelf, Stock stock, String provider) {
        return new Demand(
                1,
                List.of(new Demand.Choice(
                        new Place(provider, shelf.region(), ""),
                        Quantity.ANY,
                        Quantity.ANY,
                        stock.accelerator(),
                        stock.perNode(),
                        "",
                        stock.spot() ? Demand.Spot.YES : Demand.Spot.NO,
                        1e9)),
                false);
    }

    private List<Offer> offers(Shelf shelf, Stock stock) throws LauncherException {
        return bench().launcher().offers(one(shelf, stock, bench().launcher().provider()));
    }

    @Test
    void everyRegionHasOneShelfInAFixedOrder() {
        var shelves = shelves();

        assertThat(shelves).extracting(Shelf::region).isNotEmpty().doesNotHaveDuplicates();
        assertThat(shelves)
                .as("the bench has accelerators")
                .anyMatch(shelf -> !shelf.stocks().isEmpty());
        assertThat(look(bench().launcher())).isEqualTo(shelves);
    }

    @Test
    void alikeNodesAreOneStock() {
        for (var shelf : shelves()) {
            assertThat(shelf.stocks())
                    .extracting(
                            s -> List.of(s.zone(), s.accelerator(), s.perNode(), s.pool(), s.instanceType(), s.spot()))
                    .as("lines of %s", shelf.region())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aTaskThatAsksForWhatIsToldIsOfferedIt() throws LauncherException {
        for (var shelf : shelves()) {
            for (var stock : shelf.stocks()) {
                if (stock.nodes() > 0 || stock.autoscaled()) {
                    assertThat(offers(shelf, stock))
                            .as("offers for %s in %s", stock, shelf.region())
                            .isNotEmpty()
                            .allMatch(offer -> offer.place().region().equals(shelf.region()))
                            .allMatch(offer -> offer.spot() == stock.spot());
                }
            }
        }
    }

    @Test
    void noMoreIsFreeThanThereIs() {
        for (var shelf : shelves()) {
            for (var stock : shelf.stocks()) {
                assertThat(stock.free().orElse(0)).as("free of %s", stock).isBetween(0.0, stock.total());
            }
        }
    }

    @Test
    void whatAJobHasIsNotFreeUntilItIsReleased() throws LauncherException {
        var shelf = shelves().stream()
                .filter(one -> one.stocks().stream().anyMatch(InventoryContract::hasRoom))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the bench has no free node"));
        var stock = shelf.stocks().stream()
                .filter(InventoryContract::hasRoom)
                .findFirst()
                .orElseThrow();
        var before = free(shelf.region(), stock);
        var token = new Token("inventory", 1, new JobId(7), 0, 1);
        var offer = offers(shelf, stock).getFirst();

        var handle = bench().launcher().launch(new ClusterRequest(token, 1, offer, 1, "inventory"));
        bench().launcher().activate(handle, bench().activation(token, 1, Script.endless()));

        bench().await("it is taken", () -> free(shelf.region(), stock).orElse(0) <= before.orElse(0) - stock.perNode());
        bench().launcher().release(handle);
        bench().await("it is given back", () -> free(shelf.region(), stock).equals(before));
    }

    private static boolean hasRoom(Stock stock) {
        return stock.free().orElse(0) >= stock.perNode();
    }

    /// Of all lines of a region that a task would not tell apart.
    private OptionalDouble free(String region, Stock like) {
        var known = shelves().stream()
                .filter(shelf -> shelf.region().equals(region))
                .flatMap(shelf -> shelf.stocks().stream())
                .filter(stock -> stock.accelerator().equals(like.accelerator())
                        && stock.perNode() == like.perNode()
                        && stock.spot() == like.spot())
                .map(Stock::free)
                .toList();
        return known.stream().allMatch(OptionalDouble::isPresent)
                ? OptionalDouble.of(
                        known.stream().mapToDouble(OptionalDouble::getAsDouble).sum())
                : OptionalDouble.empty();
    }

    @Test
    void aControllerThatComesAfterTellsTheSame() {
        var shelves = shelves();
        var reopened = bench().reopened();

        bench().await("the same is told", () -> look(reopened).equals(shelves));
    }

    @Test
    void whoCannotBeAskedSaysWhyAndHidesNobody() {
        var all = shelves();
        var launcher = halfDeaf(bench());
        if (launcher.isEmpty()) {
            return;
        }

        bench().await(
                        "another region is told",
                        () -> look(launcher.get()).stream()
                                .anyMatch(shelf -> !shelf.stocks().isEmpty()));
        var told = look(launcher.get());
        assertThat(told).extracting(Shelf::region).doesNotHaveDuplicates();
        assertThat(told)
                .as("the deaf region")
                .anyMatch(shelf -> !shelf.problem().isBlank());
        assertThat(told.stream().filter(shelf -> shelf.problem().isEmpty()))
                .allMatch(all::contains)
                .anyMatch(shelf -> !shelf.stocks().isEmpty());
    }
}
