// Reads a log with the Go authors' own tlog and note packages, which nobody of this project wrote.
//
// Usage: main LOG-ADDRESS VERIFIER-KEY OLD-CHECKPOINT-FILE
//
// It opens both checkpoints, checks that the old one is the beginning of the new one, and proves
// every entry under the new one's head. It prints the number of entries.
package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type tiles struct{ base string }

func (tiles) Height() int { return height }

func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range wanted {
		read, err := fetch(t.base + path(tile))
		if err != nil {
			return nil, err
		}
		data = append(data, read)
	}
	return data, nil
}

// path gives the name that tlog-tiles has for a tile: without the height, and entries by name.
func path(tile tlog.Tile) string {
	name := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
	return "tile/" + strings.Replace(name, "data/", "entries/", 1)
}

func fetch(address string) ([]byte, error) {
	answer, err := http.Get(address)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != 200 {
		return nil, fmt.Errorf("%s: %s", address, answer.Status)
	}
	return io.ReadAll(answer.Body)
}

func open(signed []byte, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open(signed, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	hash, err := tlog.ParseHash(lines[2])
	check(err)
	return tlog.Tree{N: size, Hash: hash}
}

func entries(base string, tree tlog.Tree, visit func(int64, []byte)) {
	for start := int64(0); start < tree.N; start += 1 << height {
		width := tree.N - start
		if width > 1<<height {
			width = 1 << height
		}
		data, err := fetch(base + path(tlog.Tile{H: height, L: -1, N: start >> height, W: int(width)}))
		check(err)
		for at := start; at < start+width; at++ {
			length := int(binary.BigEndian.Uint16(data))
			visit(at, data[2:2+length])
			data = data[2+length:]
		}
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	base := os.Args[1]
	verifier, err := note.NewVerifier(os.Args[2])
	check(err)
	signed, err := fetch(base + "checkpoint")
	check(err)
	kept, err := os.ReadFile(os.Args[3])
	check(err)
	tree, old := open(signed, verifier), open(kept, verifier)
	reader := tlog.TileHashReader(tree, tiles{base})
	continued, err := tlog.ProveTree(tree.N, old.N, reader)
	check(err)
	check(tlog.CheckTree(continued, tree.N, tree.Hash, old.N, old.Hash))
	entries(base, tree, func(at int64, entry []byte) {
		proof, err := tlog.ProveRecord(tree.N, at, reader)
		check(err)
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, at, tlog.RecordHash(entry)))
	})
	fmt.Println(tree.N)
}
